-- question: What can be chosen in the filter bar?
-- question_zh: 筛选栏里有哪些可选的年度、区、部门和范围？
-- grain: one row a year, district, department and extent of all projects, whatever is selected
-- columns:
--   kind - year, district, department, budget_min, budget_max, rate_min, rate_max
--   value - as text
--   number - the same as a number, where it is one (budgets in 万元, rates as ratios)
--   district - the district of a department
--   projects - number of projects; for extents those that have the figure
select 'year' as kind, cast(fiscal_year as varchar) as value, cast(fiscal_year as double) as number, cast(null as varchar) as district, count(*) as projects
from project where fiscal_year is not null group by fiscal_year
union all
select 'district', district, null, null, count(*) from project where district is not null group by district
union all
select 'department', department, null, min(district), count(*) from project where department is not null group by department
union all
select 'budget_min', cast(min(budget_base) as varchar), cast(min(budget_base) as double), null, count(budget_base) from project
union all
select 'budget_max', cast(max(budget_base) as varchar), cast(max(budget_base) as double), null, count(budget_base) from project
union all
select 'rate_min', cast(min(execution_rate) as varchar), min(execution_rate), null, count(execution_rate) from project
union all
select 'rate_max', cast(max(execution_rate) as varchar), max(execution_rate), null, count(execution_rate) from project
order by kind, district, value
