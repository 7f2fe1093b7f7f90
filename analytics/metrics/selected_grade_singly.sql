-- The same as selected_grade, out of single projects: one row each.
select district, department, fiscal_year, subject, unit_status, rate_standing, supervising_unit, implementing_unit,
       coalesce(grade, '未评分') as grade, 1 as projects, case when counted then budget_base end as budget
from selected
