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
select
    {dimension},
    count(*) as projects,
    count(distinct fiscal_year) as fiscal_years,
    count(case when counted then 1 end) as counted,
    count(case when not counted then 1 end) as not_counted,
    count(case when counted and budget_base = 0 then 1 end) as zero_budget,
    sum(case when counted then budget_base end) as budget,
    sum(case when counted then executed end) as executed,
    sum(case when counted then budget_base end) - sum(case when counted then executed end) as unspent,
    cast(sum(case when counted then executed end) as double)
        / nullif(cast(sum(case when counted then budget_base end) as double), 0) as execution_rate,
    count(score_stated) as scored,
    count(*) - count(score_stated) as unscored,
    avg(cast(score_stated as double)) as score_mean,
    cast(percentile_cont(0.5) within group (order by score_stated) as double) as score_median,
    count(case when counted and execution_rate < $threshold then 1 end) as below,
    sum(case when counted and execution_rate < $threshold then budget_base when counted then 0 end) as below_budget,
    count(case when unit_status in ('suspect', 'corrected') or '有矛盾' in (standing, score_standing) or errors > 0 then 1 end) as in_doubt,
    count(case when counted and backwards then 1 end) as backwards,
    sum(case when counted and backwards then budget_base when counted then 0 end) as backwards_budget,
    sum(case when counted and standing = '已印证' then budget_base when counted then 0 end) as verified_budget,
    sum(case when counted and standing = '未印证' then budget_base when counted then 0 end) as unverified_budget,
    sum(case when counted and standing = '有矛盾' then budget_base when counted then 0 end) as contradicted_budget,
    sum(case when counted and standing = '已印证' then executed when counted then 0 end) as verified_executed,
    sum(case when counted and standing = '未印证' then executed when counted then 0 end) as unverified_executed,
    sum(case when counted and standing = '有矛盾' then executed when counted then 0 end) as contradicted_executed,
    count(case when score_stated is not null and score_standing = '已印证' then 1 end) as verified_scores,
    count(case when score_stated is not null and score_standing = '未印证' then 1 end) as unverified_scores,
    count(case when score_stated is not null and score_standing = '有矛盾' then 1 end) as contradicted_scores
from selected_standing
group by {dimension}
order by {dimension} nulls last
