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
        district, department, fiscal_year, 1 as departments, count(*) as projects,
        count(case when counted then 1 end) as counted,
        sum(case when counted then budget_base end) as budget,
        sum(case when counted then executed end) as executed,
        count(case when counted and backwards then 1 end) as backwards,
        sum(case when counted and backwards then budget_base when counted then 0 end) as backwards_budget,
        avg(cast(score_stated as double)) as score_mean,
        count(score_stated) as scored,
        avg(cast(score_recomputed as double)) as recomputed_mean,
        count(score_recomputed) as recomputed,
        avg(score_common) as common_mean,
        count(score_common) as common_scored
    from selected
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
