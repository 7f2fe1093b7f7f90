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
select
    {dimension},
    count(score_stated) as scored,
    count(*) - count(score_stated) as unscored,
    avg(cast(score_stated as double)) as mean,
    cast(percentile_cont(0.5) within group (order by score_stated) as double) as median,
    cast(percentile_cont(0.25) within group (order by score_stated) as double) as p25,
    cast(percentile_cont(0.75) within group (order by score_stated) as double) as p75,
    min(cast(score_stated as double)) as lowest,
    max(cast(score_stated as double)) as highest,
    sum(case when counted then cast(score_stated as double) * cast(budget_base as double) end)
        / nullif(sum(case when counted and score_stated is not null then cast(budget_base as double) end), 0) as mean_weighted,
    avg(cast(score_recomputed as double)) as recomputed_mean,
    avg(cast(score_common as double)) as common_mean
from selected
group by {dimension}
order by {dimension} nulls last
