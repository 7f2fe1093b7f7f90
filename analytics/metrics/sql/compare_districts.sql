-- question: how do the districts stand side by side on every measure, and how many projects carry each figure?
-- grain: one row a district. Money of counted projects only; a mean of scores is over the forms that state one, never over
--   missing ones as zero. No order of merit: rows are in the order of the names.
-- formula: execution_rate = sum(executed) / sum(budget_base); below_share = projects under 80 % / projects with a rate.
-- parameters:
--   threshold = 0.8 ratio; a project is below when its own rate is strictly less
-- columns:
--   district - district
--   departments - number of departments
--   projects - number of projects
--   counted - projects whose amounts enter the sums
--   department_names - joined
--   years - joined, or their number
--   initial_budget - 万元
--   budget - 万元, of the counted
--   executed - 万元
--   unspent - 万元, budget less spending
--   execution_rate - ratio, recomputed
--   median_rate - ratio
--   rated - projects with an execution rate
--   below - projects strictly under the threshold
--   below_share - ratio of the rated
--   scored - projects with a stated total score
--   unscored - projects without one
--   score_mean - points, unweighted, of the scored
--   lowest_score - points
--   highest_score - points
--   stepped_projects - projects with all three amounts
--   revision_rate - ratio, of the initial budget
--   outturn_deviation - ratio, base: initial budget
--   output_attainment - ratio, by weight, of the scored indicators
--   benefit_attainment - ratio, by weight, of the scored indicators
--   satisfaction_attainment - ratio, by weight, of the scored indicators
--   scored_indicators - indicators with a score
--   indicators - indicators with a weight
with measured as (
    select district,
           count(distinct department) as departments, count(*) as projects, count(*) filter (where counted) as counted,
           string_agg(distinct department, '、' order by department) as department_names,
           string_agg(distinct fiscal_year::varchar, '、' order by fiscal_year::varchar) as years,
           sum(initial_budget) filter (where counted) as initial_budget,
           sum(budget_base) filter (where counted) as budget,
           sum(executed) filter (where counted) as executed,
           sum(unspent) filter (where counted) as unspent,
           (sum(executed) filter (where counted))::double / nullif(sum(budget_base) filter (where counted), 0)::double as execution_rate,
           percentile_cont(0.5) within group (order by execution_rate) as median_rate,
           count(execution_rate) as rated,
           count(*) filter (where execution_rate < $threshold) as below,
           (count(*) filter (where execution_rate < $threshold))::double / nullif(count(execution_rate), 0) as below_share,
           count(score_stated) as scored, count(*) - count(score_stated) as unscored,
           avg(score_stated::double) as score_mean,
           min(score_stated) as lowest_score, max(score_stated) as highest_score,
           count(*) filter (where counted and initial_budget is not null and revised_budget is not null) as stepped_projects,
           (sum(revised_budget - initial_budget) filter (where counted and initial_budget is not null and revised_budget is not null))::double
               / nullif(sum(initial_budget) filter (where counted and initial_budget is not null and revised_budget is not null), 0)::double as revision_rate,
           (sum(executed - initial_budget) filter (where counted and initial_budget is not null))::double
               / nullif(sum(initial_budget) filter (where counted and initial_budget is not null), 0)::double as outturn_deviation
    from selected group by district
),
attained as (
    select district,
           (sum(score) filter (where dimension = '产出'))::double / nullif(sum(weight) filter (where dimension = '产出' and score is not null), 0)::double as output_attainment,
           (sum(score) filter (where dimension = '效益'))::double / nullif(sum(weight) filter (where dimension = '效益' and score is not null), 0)::double as benefit_attainment,
           (sum(score) filter (where dimension = '满意度'))::double / nullif(sum(weight) filter (where dimension = '满意度' and score is not null), 0)::double as satisfaction_attainment,
           count(score) as scored_indicators, count(*) as indicators
    from selected_indicator where weight is not null and applicable group by district
)
select measured.*, attained.* exclude (district)
from measured left join attained on attained.district is not distinct from measured.district
order by measured.district
