-- The same as selected_sum, out of single projects: one row each, with every dimension.
with weighed as (
    select *, counted and revised_budget is not null and initial_budget is not null as whole from selected
)
select
    district, department, fiscal_year, project_class, subject, unit_status, grade, rate_standing, supervising_unit, implementing_unit,
    1 as projects,
    case when counted then 1 else 0 end as counted,
    case when counted and budget_base = 0 then 1 else 0 end as zero_budget,
    case when counted then budget_base end as budget,
    case when counted then executed end as executed,
    case when counted and backwards then 1 else 0 end as backwards,
    case when counted and backwards then budget_base end as backwards_budget,
    case when counted and rate_standing = '已印证' then budget_base end as own_budget,
    case when counted and rate_standing = '已印证' then executed end as own_executed,
    case when unit_status in ('suspect', 'corrected') or errors > 0 then 1 else 0 end as in_doubt,
    case when counted and budget_base > 0 then 1 else 0 end as funded,
    case when counted and budget_base > 0 then budget_base end as funded_budget,
    case when counted and budget_base > 0 then executed end as funded_executed,
    case when score_stated is not null then 1 else 0 end as scored,
    score_stated as score, score_stated as lowest_score, score_stated as highest_score,
    case when abs(score_recomputed - score_stated) <= 0.01 then 1 else 0 end as own_scores,
    case when counted then score_stated::double * budget_base::double end as score_times_budget,
    case when counted and score_stated is not null then budget_base end as scored_budget,
    case when score_recomputed is not null then 1 else 0 end as recomputed, score_recomputed,
    case when score_common is not null then 1 else 0 end as common_scored, score_common,
    case when score_stated is not null and score_common is not null then 1 else 0 end as known_scores,
    case when score_common is not null and abs(score_recomputed - score_stated) > 0.01 then 1 else 0 end as wrong_scores,
    case when whole then 1 else 0 end as complete,
    case when whole and revised_budget <> initial_budget then 1 else 0 end as revised,
    case when whole and executed <> initial_budget then 1 else 0 end as moved,
    case when whole then initial_budget end as complete_initial,
    case when whole then revised_budget end as complete_revised,
    case when whole then executed end as complete_executed,
    case when whole then carry_over end as complete_carry_over,
    case when whole then coalesce(carry_over_added, 0) end as complete_added,
    case when whole and rate_standing = '已印证' then revised_budget end as own_complete_revised,
    case when whole and rate_standing = '已印证' then executed end as own_complete_executed
from weighed
