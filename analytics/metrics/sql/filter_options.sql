-- question: What can be chosen in the filter bar?
-- question_zh: 筛选栏里有哪些可选的年度、区、部门和范围？
-- grain: one row a year, district, department and extent of all projects, whatever is selected
-- columns:
--   kind - year, district, department, budget_min, budget_max, rate_min, rate_max
--   value - as text
--   number - the same as a number, where it is one (budgets in 万元, rates as ratios)
--   district - the district of a department
--   projects - number of projects; for extents those that have the figure
with options as (
    select
        'year' as kind, cast(fiscal_year as varchar) as value, cast(fiscal_year as double) as number, cast(null as varchar) as district,
        sum(projects) as projects
    from project_sum where fiscal_year is not null group by fiscal_year
    union all
    select 'district', district, null, null, sum(projects) from project_sum where district is not null group by district
    union all
    select 'department', department, null, min(district), sum(projects) from project_sum where department is not null group by department
    union all
    select 'budget_min', cast(min(lowest_budget) as varchar), cast(min(lowest_budget) as double), null, sum(budgets) from project_sum
    union all
    select 'budget_max', cast(max(highest_budget) as varchar), cast(max(highest_budget) as double), null, sum(budgets) from project_sum
    union all
    select 'rate_min', cast(min(lowest_rate) as varchar), min(lowest_rate), null, sum(rates) from project_sum
    union all
    select 'rate_max', cast(max(highest_rate) as varchar), max(highest_rate), null, sum(rates) from project_sum
)
select kind, value, number, district, cast(coalesce(projects, 0) as bigint) as projects
from options
order by kind, district, value
