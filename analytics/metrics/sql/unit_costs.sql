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
select
    project_id, name, district, department, project_class, fiscal_year, quantity, quantity_unit, quantity_said, executed, unit_cost,
    case when project_class = '其他' then 1 else count(*) over (partition by quantity_unit, project_class, class_basis) end as alike, class_basis
from selected_cost
order by quantity_unit, project_class, name, project_id
