-- question: what else can be set side by side, beyond the money and the scores of comparison?
-- question_zh: 除了资金和得分，各区还有哪些数字可以并排看？
-- grain: one row a district, in the order of the names: no order of merit.
-- formula: below_share = projects under the threshold / projects with a rate; attainment = score / weight of the scored indicators.
-- parameters:
--   threshold = 0.8 ratio; a project is below when its own rate is strictly less
-- columns:
--   district - district
--   department_names - joined
--   rated - projects with an execution rate
--   median_rate - ratio
--   below_share - ratio of the rated
--   stepped_projects - projects with all three amounts
--   revision_rate - ratio, of the initial budget
--   outturn_deviation - ratio, base: initial budget
--   output_attainment - ratio, by weight, of the scored indicators
--   benefit_attainment - ratio, by weight, of the scored indicators
--   satisfaction_attainment - ratio, by weight, of the scored indicators
--   output_scored - indicators of 产出 with a score
--   benefit_scored - indicators of 效益 with a score
--   satisfaction_scored - indicators of 满意度 with a score
with summed as (
    select district,
           string_agg(distinct department, '、' order by department) as department_names,
           cast(sum(rates) as bigint) as rated, cast(sum(complete) as bigint) as stepped_projects,
           (sum(complete_revised) - sum(complete_initial))::double / nullif(sum(complete_initial), 0)::double as revision_rate,
           (sum(complete_executed) - sum(complete_initial))::double / nullif(sum(complete_initial), 0)::double as outturn_deviation
    from selected_sum group by district
),
lows as (
    select district, count(*) as low from selected where counted and execution_rate < $threshold group by district
),
measured as (
    select
        summed.district, department_names, rated, median_rate, coalesce(low, 0)::double / nullif(rated, 0) as below_share, stepped_projects,
        revision_rate, outturn_deviation
    from summed
    join selected_median on selected_median.district is not distinct from summed.district
    left join lows on lows.district is not distinct from summed.district
),
attained as (
    select district,
           cast(sum(case when dimension = '产出' then score end) as double)
               / nullif(cast(sum(case when dimension = '产出' then scored_weight end) as double), 0) as output_attainment,
           cast(sum(case when dimension = '效益' then score end) as double)
               / nullif(cast(sum(case when dimension = '效益' then scored_weight end) as double), 0) as benefit_attainment,
           cast(sum(case when dimension = '满意度' then score end) as double)
               / nullif(cast(sum(case when dimension = '满意度' then scored_weight end) as double), 0) as satisfaction_attainment,
           cast(coalesce(sum(case when dimension = '产出' then scored end), 0) as bigint) as output_scored,
           cast(coalesce(sum(case when dimension = '效益' then scored end), 0) as bigint) as benefit_scored,
           cast(coalesce(sum(case when dimension = '满意度' then scored end), 0) as bigint) as satisfaction_scored
    from selected_attained group by district
)
select measured.*, attained.* exclude (district)
from measured left join attained on attained.district is not distinct from measured.district
order by measured.district
