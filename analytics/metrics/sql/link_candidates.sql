-- question: which projects might be the same one in another year, and by what can that be told?
-- question_zh: 哪些项目可能是另一年度的同一个项目，凭什么看出来？
-- grain: one row a project of a department that has forms of several years (within the filters), by district, department, year, name
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   implementing_unit - as printed
--   budget_base - 万元
--   indicator_names - names of its indicators, in the order of the form, one a line
with several as (
    select district, department
    from selected
    where fiscal_year is not null
    group by district, department
    having count(distinct fiscal_year) > 1
),
kept as (
    select selected.*
    from selected
    join several on several.department = selected.department and several.district is not distinct from selected.district
    where selected.fiscal_year is not null and selected.name is not null
),
named as (
    select project_id, string_agg(level3, chr(10) order by line) as indicator_names
    from project_indicator
    where level3 is not null and project_id in (select project_id from kept)
    group by project_id
)
select
    kept.project_id, kept.name, kept.district, kept.department, kept.fiscal_year, kept.implementing_unit,
    case when kept.counted then kept.budget_base end as budget_base, named.indicator_names
from kept
left join named on named.project_id = kept.project_id
order by kept.district, kept.department, kept.fiscal_year, kept.name
