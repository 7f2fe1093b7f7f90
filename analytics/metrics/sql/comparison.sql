-- question: How do the districts stand beside each other, and what makes that hard to compare?
-- question_zh: 各区并排看怎么样，哪些地方难以直接比较？
-- grain: one row a district (or department), or one row in all
-- formula: as in summary and score_summary; rules counts how the execution score follows rate × weight (within 0.05 points)
-- by: district, department
-- parameters:
--   threshold = 0.8 ratio; a project is below when its own execution_rate is strictly less
-- columns:
--   projects - number of self-evaluations
--   fiscal_years - number of different years
--   counted - projects whose amounts enter the sums
--   not_counted - projects left out of the sums
--   zero_budget - counted projects with a budget of zero
--   budget - 万元, of the counted
--   executed - 万元, of the counted
--   unspent - 万元
--   execution_rate - ratio, weighted by money
--   scored - projects with a stated total score
--   unscored - projects without one
--   score_mean - points, unweighted
--   score_median - points
--   below - counted projects whose rate is below the threshold
--   below_budget - 万元, budget of those
--   in_doubt - projects with a doubtful unit, a contradicted rate or a reading error
--   backwards - counted projects of departments whose budgets equal their spending nearly everywhere
--   backwards_budget - 万元, budget of those
--   verified_budget - 万元
--   unverified_budget - 万元
--   contradicted_budget - 万元
--   verified_executed - 万元
--   unverified_executed - 万元
--   contradicted_executed - 万元
--   verified_scores - projects
--   unverified_scores - projects
--   contradicted_scores - projects
--   mean - points, as score_mean
--   median - points, as score_median
--   p25 - points, lower quartile
--   p75 - points, upper quartile
--   lowest - points
--   highest - points
--   mean_weighted - points, weighted by money
--   recomputed_mean - points, mean of recomputed totals
--   common_mean - points, mean by one rule for all
--   departments - number of budget departments
--   years - the years of the forms
--   n - number of projects, to stand beside every mean
--   unscored_share - ratio, of projects without a total
--   largest_share - ratio, of the counted budget in the largest project
--   by_ratio - projects whose execution score is rate × weight
--   by_other_rule - projects whose execution score is something else
--   rules - the two counts and the rest in words
with money as (
{summary}
),
points as (
{score_summary}
),
basis as (
    select
        {dimension},
        count(distinct department) as departments, min(fiscal_year) as first_year, max(fiscal_year) as last_year,
        count(distinct fiscal_year) as distinct_years,
        max(largest_budget) as largest_budget, cast(sum(by_ratio) as bigint) as by_ratio, cast(sum(by_other_rule) as bigint) as by_other_rule
    from selected_scoring
    group by {dimension}
)
select
    money.*,
    points.mean, points.median, points.p25, points.p75, points.lowest, points.highest,
    points.mean_weighted, points.recomputed_mean, points.common_mean,
    basis.departments,
    case
        when basis.distinct_years = 0 then '年度不详'
        when basis.distinct_years = 1 then cast(basis.first_year as varchar)
        when basis.distinct_years = 2 then concat(cast(basis.first_year as varchar), '、', cast(basis.last_year as varchar))
        else concat(cast(basis.first_year as varchar), '–', cast(basis.last_year as varchar), '（', cast(basis.distinct_years as varchar), '个年度）')
    end as years,
    money.projects as n,
    cast(money.unscored as double) / nullif(money.projects, 0) as unscored_share,
    basis.largest_budget / nullif(cast(money.budget as double), 0) as largest_share,
    basis.by_ratio, basis.by_other_rule,
    concat(
        '按执行率折算', cast(basis.by_ratio as varchar), '个、其他规则', cast(basis.by_other_rule as varchar),
        '个、无法判断', cast(money.projects - basis.by_ratio - basis.by_other_rule as varchar), '个'
    ) as rules
from money
join points
    on true
    and points.{dimension} is not distinct from money.{dimension}
join basis
    on true
    and basis.{dimension} is not distinct from money.{dimension}
order by
    money.{dimension} nulls last,
    money.projects
