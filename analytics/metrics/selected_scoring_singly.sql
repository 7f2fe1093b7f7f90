-- The same as selected_scoring, out of single projects.
with judged as (
    select
        district, department, fiscal_year, project_id, name, execution_rate, execution_score, execution_weight, counted, budget_base,
        abs(cast(execution_score as double) - cast(execution_weight as double) * least(execution_rate, 1)) as points_off,
        case when execution_weight > 0 and execution_score is not null
             then cast(execution_score as double) / cast(execution_weight as double) - case when execution_rate > 1 then 1 else execution_rate end end as score_gap
    from selected
),
placed as (
    select
        *,
        row_number() over (
            partition by district, department, fiscal_year
            order by case when abs(score_gap) > 0.005 then abs(score_gap) end desc nulls last, execution_rate nulls last, name, project_id
        ) as place
    from judged
)
select
    district, department, fiscal_year,
    cast(max(case when counted then budget_base end) as double) as largest_budget,
    count(case when points_off <= 0.05 then 1 end) as by_ratio, count(case when points_off > 0.05 then 1 end) as by_other_rule,
    count(score_gap) as scored, count(case when abs(score_gap) > 0.005 then 1 end) as off,
    max(case when place = 1 and abs(score_gap) > 0.005 then name end) as name,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_rate end) as execution_rate,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_score end) as execution_score,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_weight end) as execution_weight,
    max(case when place = 1 and abs(score_gap) > 0.005 then score_gap end) as score_gap
from placed
group by district, department, fiscal_year
