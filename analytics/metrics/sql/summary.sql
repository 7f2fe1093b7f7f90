-- question: How did the money perform?
-- question_zh: 钱花得怎么样？
-- grain: one row in all, or one row a value of the dimension
-- formula: execution_rate = sum(executed) / sum(budget_base) over the counted projects, so it is weighted by money
-- by: any
-- parameters:
--   threshold = 0.8 ratio; a project is below when its own execution_rate is strictly less
-- columns:
--   projects - number of self-evaluations
--   fiscal_years - number of different years
--   counted - projects whose amounts enter the sums
--   not_counted - projects left out of the sums
--   zero_budget - counted projects with a budget of zero, which have no rate
--   budget - 万元, sum of budget_base of the counted
--   executed - 万元, of the counted
--   unspent - 万元, budget less executed
--   execution_rate - ratio, weighted by money
--   scored - projects with a stated total score
--   unscored - projects without one
--   score_mean - points, unweighted, of the scored
--   score_median - points, of the scored
--   below - counted projects whose rate is below the threshold
--   below_budget - 万元, budget of those
--   in_doubt - projects whose unit is suspect or was corrected, whose money or score a finding contradicts, or with a reading error
--   backwards - counted projects of departments whose budgets equal their spending nearly everywhere: their rate says nothing
--   backwards_budget - 万元, budget of those
--   verified_budget - 万元, budget of counted projects whose money was found again
--   unverified_budget - 万元, with nothing to check against
--   contradicted_budget - 万元, whose money a finding contradicts
--   verified_executed - 万元, spent by counted projects whose money was found again
--   unverified_executed - 万元, with nothing to check against
--   contradicted_executed - 万元, whose money a finding contradicts
--   verified_scores - scored projects whose parts add up to the stated total
--   unverified_scores - scored projects with nothing to check against
--   contradicted_scores - scored projects whose score a finding contradicts
with summed as (
    select
        {dimension},
        cast(coalesce(sum(projects), 0) as bigint) as projects, count(distinct fiscal_year) as fiscal_years,
        cast(coalesce(sum(counted), 0) as bigint) as counted, cast(coalesce(sum(zero_budget), 0) as bigint) as zero_budget,
        sum(budget) as budget, sum(executed) as executed,
        cast(coalesce(sum(scored), 0) as bigint) as scored, sum(score) as score, cast(coalesce(sum(own_scores), 0) as bigint) as own_scores,
        cast(coalesce(sum(in_doubt), 0) as bigint) as in_doubt,
        cast(coalesce(sum(backwards), 0) as bigint) as backwards, coalesce(sum(backwards_budget), 0) as backwards_budget,
        coalesce(sum(own_budget), 0) as own_budget, coalesce(sum(own_executed), 0) as own_executed
    from selected_sum
    group by {dimension}
),
marked as (
    select
        {dimension},
        count(case when coalesce(unit_status, '') not in ('suspect', 'corrected') and errors = 0 then 1 end) as in_doubt,
        sum(case when counted and standing = '有矛盾' then budget_base end) as budget,
        sum(case when counted and standing = '有矛盾' then executed end) as executed,
        sum(case when counted and standing = '有矛盾' and rate_standing = '已印证' then budget_base end) as own_budget,
        sum(case when counted and standing = '有矛盾' and rate_standing = '已印证' then executed end) as own_executed,
        count(case when score_standing = '有矛盾' then 1 end) as scores,
        count(case when score_standing = '有矛盾' and abs(score_recomputed - score_stated) <= 0.01 then 1 end) as own_scores
    from selected_marked
    group by {dimension}
),
low as (
    select
        {dimension},
        count(*) as projects, sum(budget_base) as budget
    from selected
    where counted and execution_rate < $threshold
    group by {dimension}
),
told as (
    select
        summed.*,
        coalesce(low.projects, 0) as below, coalesce(low.budget, 0) as below_budget,
        summed.in_doubt + coalesce(marked.in_doubt, 0) as doubtful,
        summed.own_budget - coalesce(marked.own_budget, 0) as verified_budget, coalesce(marked.budget, 0) as contradicted_budget,
        summed.own_executed - coalesce(marked.own_executed, 0) as verified_executed, coalesce(marked.executed, 0) as contradicted_executed,
        summed.own_scores - coalesce(marked.own_scores, 0) as verified_scores, coalesce(marked.scores, 0) as contradicted_scores
    from summed
    left join marked
        on true
        and marked.{dimension} is not distinct from summed.{dimension}
    left join low
        on true
        and low.{dimension} is not distinct from summed.{dimension}
)
select
    told.{dimension},
    projects, fiscal_years, counted, projects - counted as not_counted, zero_budget,
    budget, executed, budget - executed as unspent,
    cast(executed as double) / nullif(cast(budget as double), 0) as execution_rate,
    scored, projects - scored as unscored,
    cast(score as double) / nullif(scored, 0) as score_mean,
    selected_quartiles.median as score_median,
    below, case when counted > 0 then below_budget end as below_budget,
    doubtful as in_doubt,
    backwards, case when counted > 0 then backwards_budget end as backwards_budget,
    case when counted > 0 then verified_budget end as verified_budget,
    case when counted > 0 then budget - verified_budget - contradicted_budget end as unverified_budget,
    case when counted > 0 then contradicted_budget end as contradicted_budget,
    case when counted > 0 then verified_executed end as verified_executed,
    case when counted > 0 then executed - verified_executed - contradicted_executed end as unverified_executed,
    case when counted > 0 then contradicted_executed end as contradicted_executed,
    verified_scores, scored - verified_scores - contradicted_scores as unverified_scores, contradicted_scores
from told
left join selected_quartiles
    on true
    and selected_quartiles.{dimension} is not distinct from told.{dimension}
order by {dimension} nulls last
