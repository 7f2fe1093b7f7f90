-- question: where a form gives one quantity and its cost, what did one unit cost?
-- question_zh: 自评表写明数量和费用的，单位成本是多少？
-- grain: one row a project, by unit and class of project, then name. Only where both are certain: the form has exactly one indicator of
--   quantity, which is a number with a countable unit and nothing else that could be counted, and the amounts are counted.
-- formula: unit_cost = executed / quantity. The quantity is the one achieved; where the result is in words alone, the target's.
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   project_class - 运维, 人员, 设备, 活动, 服务采购, 课题 or 其他
--   fiscal_year - fiscal year
--   quantity - number of units
--   quantity_unit - 人, 部, 次 …
--   quantity_said - the words of the form
--   executed - 万元
--   unit_cost - 元 a unit
--   alike - number of projects of the same unit and class, told by the same word of their names: wages are not like a health check
--   class_basis - the word that tells the class
with single as (
    select project_id, any_value(actual) as actual, any_value(target) as target, count(*) as indicators
    from selected_indicator
    where facet = '数量' and applicable
    group by project_id
),
counted_words as (
    select project_id, case when regexp_matches(actual, '[0-9]') then actual when actual is not null and not regexp_matches(actual, '未|没有|无') then target end as said
    from single where indicators = 1
),
quantified as (
    select
        project_id, said,
        regexp_extract(said, '^(?:达到|达|现有|现|已开通|开通|聘用|共|≥|=)?([0-9][0-9,]*)(人次|人|名|部|次|台|条|路|户|件)(?:号码[^0-9、，,；;]{0,8})?[。]?$', 1) as digits,
        regexp_extract(said, '^(?:达到|达|现有|现|已开通|开通|聘用|共|≥|=)?([0-9][0-9,]*)(人次|人|名|部|次|台|条|路|户|件)(?:号码[^0-9、，,；;]{0,8})?[。]?$', 2) as quantity_unit
    from counted_words where said is not null
),
measured as (
    select project_id, said, case quantity_unit when '名' then '人' else quantity_unit end as quantity_unit, cast(replace(digits, ',', '') as double) as quantity
    from quantified where digits <> ''
)
select
    project_id, name, district, department, project_class, fiscal_year, quantity, quantity_unit, said as quantity_said, executed,
    10000 * cast(executed as double) / nullif(quantity, 0) as unit_cost,
    case when project_class = '其他' then 1 else count(*) over (partition by quantity_unit, project_class, class_basis) end as alike, class_basis
from measured join selected using (project_id)
where counted and executed > 0 and quantity > 0
order by quantity_unit, project_class, name
