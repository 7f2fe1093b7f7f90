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
    select * from selected_sum where district is not null and department is not null and fiscal_year is not null
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
    cast(sum(projects) as bigint) as projects,
    cast(sum(counted) as bigint) as counted,
    sum(budget) as budget,
    sum(executed) as executed,
    cast(sum(executed) as double) / nullif(cast(sum(budget) as double), 0) as execution_rate,
    cast(sum(backwards) as bigint) as backwards,
    case when sum(counted) > 0 then coalesce(sum(backwards_budget), 0) end as backwards_budget,
    cast(sum(score) as double) / nullif(sum(scored), 0) as score_mean,
    cast(sum(scored) as bigint) as scored,
    cast(sum(score_recomputed) as double) / nullif(sum(recomputed), 0) as recomputed_mean,
    cast(sum(recomputed) as bigint) as recomputed,
    sum(score_common) / nullif(sum(common_scored), 0) as common_mean,
    cast(sum(common_scored) as bigint) as common_scored
from known
join kept on kept.district = known.district and kept.department = known.department
group by
    known.{dimension},
    known.fiscal_year
order by
    known.{dimension},
    known.fiscal_year
