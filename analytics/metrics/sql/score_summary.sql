-- question: How high are the scores, stated, recomputed and by one rule for all?
-- question_zh: 得分有多高：所填的、重算的、按统一口径的？
-- grain: one row in all, or one row a value of the dimension
-- formula: mean_weighted = sum(score × budget_base) / sum(budget_base) over counted projects with a score and a budget; missing scores are left out, never zero
-- by: any
-- columns:
--   scored - projects with a stated total
--   unscored - projects without one
--   mean - points, unweighted
--   median - points
--   p25 - points, lower quartile
--   p75 - points, upper quartile
--   lowest - points
--   highest - points
--   mean_weighted - points, weighted by money
--   recomputed_mean - points, mean of what the parts of each form add up to
--   common_mean - points, mean by one rule for all districts
with score_summed as (
    select
        {dimension},
        cast(coalesce(sum(projects), 0) as bigint) as projects, cast(coalesce(sum(scored), 0) as bigint) as scored, sum(score) as score,
        min(lowest_score) as lowest, max(highest_score) as highest, sum(score_times_budget) as score_times_budget, sum(scored_budget) as scored_budget,
        sum(recomputed) as recomputed, sum(score_recomputed) as score_recomputed, sum(common_scored) as common_scored, sum(score_common) as score_common
    from selected_sum
    group by {dimension}
)
select
    score_summed.{dimension},
    scored,
    projects - scored as unscored,
    cast(score as double) / nullif(scored, 0) as mean,
    selected_quartiles.median,
    selected_quartiles.p25,
    selected_quartiles.p75,
    cast(lowest as double) as lowest,
    cast(highest as double) as highest,
    score_times_budget / nullif(cast(scored_budget as double), 0) as mean_weighted,
    cast(score_recomputed as double) / nullif(recomputed, 0) as recomputed_mean,
    score_common / nullif(common_scored, 0) as common_mean
from score_summed
left join selected_quartiles
    on true
    and selected_quartiles.{dimension} is not distinct from score_summed.{dimension}
order by {dimension} nulls last
