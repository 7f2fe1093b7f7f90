-- question: How did budget, spending and scores of the same departments go over the years?
-- question_zh: 同样的部门，预算、执行和得分历年怎样变化？
-- grain: one row a year, or one row a value of the dimension and year; only departments that have forms of every year of their district
-- formula: as in summary; scores are means of the projects that have one, and say how many these are
-- by: district
-- columns:
--   fiscal_year - fiscal year
--   departments - number of departments, the same in every year
--   projects - number of self-evaluations
--   counted - projects whose amounts enter the sums
--   budget - 万元, sum of budget_base of the counted
--   executed - 万元, of the counted
--   execution_rate - ratio, weighted by money
--   backwards - counted projects of departments whose budgets equal their spending nearly everywhere
--   backwards_budget - 万元, budget of those
--   score_mean - points, mean of the stated scores
--   scored - projects with a stated score
--   recomputed_mean - points, mean of the recomputed scores
--   recomputed - projects with one
--   common_mean - points, mean by one rule for all
--   common_scored - projects with one
with known as (
    select * from selected where district is not null and department is not null and fiscal_year is not null
),
spans as (
    select district, count(distinct fiscal_year) as years from known group by district
),
kept as (
    select known.district, known.department
    from known
    join spans on spans.district = known.district
    group by known.district, known.department, spans.years
    having count(distinct known.fiscal_year) = spans.years
)
select
    known.{dimension},
    known.fiscal_year,
    count(distinct known.department) as departments,
    count(*) as projects,
    count(case when counted then 1 end) as counted,
    sum(case when counted then budget_base end) as budget,
    sum(case when counted then executed end) as executed,
    cast(sum(case when counted then executed end) as double) / nullif(cast(sum(case when counted then budget_base end) as double), 0) as execution_rate,
    count(case when counted and backwards then 1 end) as backwards,
    sum(case when counted and backwards then budget_base when counted then 0 end) as backwards_budget,
    avg(cast(score_stated as double)) as score_mean,
    count(score_stated) as scored,
    avg(cast(score_recomputed as double)) as recomputed_mean,
    count(score_recomputed) as recomputed,
    avg(score_common) as common_mean,
    count(score_common) as common_scored
from known
join kept on kept.district = known.district and kept.department = known.department
group by
    known.{dimension},
    known.fiscal_year
order by
    known.{dimension},
    known.fiscal_year
