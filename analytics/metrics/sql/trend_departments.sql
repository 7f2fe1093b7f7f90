-- question: What do the forms of each department add up to, year by year, and which years are missing?
-- question_zh: 每个部门历年的预算、执行和得分怎样，缺哪些年度？
-- grain: one row a district, department and year
-- formula: as in trends; same where the department has forms of every year of its district
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   departments - 1, the department itself
--   projects - number of self-evaluations
--   counted - projects whose amounts enter the sums
--   budget - 万元, of the counted
--   executed - 万元, of the counted
--   execution_rate - ratio, weighted by money
--   backwards - counted projects, where the department's budgets equal its spending nearly everywhere
--   backwards_budget - 万元, budget of those
--   score_mean - points, mean of the stated scores
--   scored - projects with a stated score
--   recomputed_mean - points, mean of the recomputed scores
--   recomputed - projects with one
--   common_mean - points, mean by one rule for all
--   common_scored - projects with one
--   department_years - number of years of this department
--   district_years - number of years of its district
--   same - true where these are as many
with yearly as (
    select
        district, department, fiscal_year, 1 as departments, cast(sum(projects) as bigint) as projects,
        cast(sum(counted) as bigint) as counted,
        sum(budget) as budget,
        sum(executed) as executed,
        cast(sum(backwards) as bigint) as backwards,
        case when sum(counted) > 0 then coalesce(sum(backwards_budget), 0) end as backwards_budget,
        cast(sum(score) as double) / nullif(sum(scored), 0) as score_mean,
        cast(sum(scored) as bigint) as scored,
        cast(sum(score_recomputed) as double) / nullif(sum(recomputed), 0) as recomputed_mean,
        cast(sum(recomputed) as bigint) as recomputed,
        sum(score_common) / nullif(sum(common_scored), 0) as common_mean,
        cast(sum(common_scored) as bigint) as common_scored
    from selected_sum
    where district is not null and department is not null and fiscal_year is not null
    group by district, department, fiscal_year
),
spans as (
    select district, count(distinct fiscal_year) as district_years from yearly group by district
)
select
    yearly.district, yearly.department, yearly.fiscal_year, yearly.departments, yearly.projects, yearly.counted, yearly.budget, yearly.executed,
    cast(yearly.executed as double) / nullif(cast(yearly.budget as double), 0) as execution_rate,
    yearly.backwards, yearly.backwards_budget, yearly.score_mean, yearly.scored, yearly.recomputed_mean, yearly.recomputed,
    yearly.common_mean, yearly.common_scored,
    count(*) over (partition by yearly.district, yearly.department) as department_years,
    spans.district_years,
    count(*) over (partition by yearly.district, yearly.department) = spans.district_years as same
from yearly
join spans on spans.district = yearly.district
order by yearly.district, yearly.department, yearly.fiscal_year
