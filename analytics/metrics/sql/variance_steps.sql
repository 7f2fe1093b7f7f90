-- question: from the initial budget to the money spent, how much came in on the way and how much was left?
-- question_zh: 从年初预算到执行，中途增减了多少，最后剩下多少？
-- grain: one row. Only projects with all three amounts and an undisputed unit; the others are counted in left_out.
-- formula: revision = revised_budget - initial_budget; unspent = revised_budget - executed; 万元 of the forms' total rows.
-- columns:
--   projects - number of projects
--   left_out - projects that cannot be followed through all three amounts
--   revised_projects - projects whose revised budget differs from the initial one
--   years - joined, or their number
--   initial_budget - 万元
--   revision - 万元, revised budget less initial budget
--   revised_budget - 万元, after in-year adjustment
--   unspent - 万元, budget less spending
--   executed - 万元
--   revision_rate - ratio, of the initial budget
--   execution_rate - ratio, recomputed
--   outturn_deviation - ratio, base: initial budget
--   verified_budget - 万元, revised budget whose figures were found again
--   unverified_budget - 万元, with nothing to check against
--   contradicted_budget - 万元, whose figures a finding contradicts
--   verified_executed - 万元, spent where the figures were found again
--   unverified_executed - 万元, with nothing to check against
--   contradicted_executed - 万元, whose figures a finding contradicts
with summed as (
    select
        cast(coalesce(sum(complete), 0) as bigint) as projects, cast(coalesce(sum(projects), 0) as bigint) as listed,
        cast(coalesce(sum(revised), 0) as bigint) as revised_projects, count(distinct case when complete > 0 then fiscal_year end) as years,
        sum(complete_initial) as initial_budget, sum(complete_revised) as revised_budget, sum(complete_executed) as executed,
        coalesce(sum(own_complete_revised), 0) as own_budget, coalesce(sum(own_complete_executed), 0) as own_executed
    from selected_sum
),
marked as (
    select
        coalesce(sum(revised_budget), 0) as budget, coalesce(sum(executed), 0) as executed,
        coalesce(sum(case when rate_standing = '已印证' then revised_budget end), 0) as own_budget,
        coalesce(sum(case when rate_standing = '已印证' then executed end), 0) as own_executed
    from selected_marked
    where standing = '有矛盾' and counted and revised_budget is not null and initial_budget is not null
)
select
    projects, listed - projects as left_out, revised_projects, years,
    initial_budget,
    revised_budget - initial_budget as revision,
    revised_budget,
    revised_budget - summed.executed as unspent,
    summed.executed,
    (revised_budget - initial_budget)::double / nullif(initial_budget, 0)::double as revision_rate,
    summed.executed::double / nullif(revised_budget, 0)::double as execution_rate,
    (summed.executed - initial_budget)::double / nullif(initial_budget, 0)::double as outturn_deviation,
    case when projects > 0 then summed.own_budget - marked.own_budget end as verified_budget,
    revised_budget - (summed.own_budget - marked.own_budget) - marked.budget as unverified_budget,
    case when projects > 0 then marked.budget end as contradicted_budget,
    case when projects > 0 then summed.own_executed - marked.own_executed end as verified_executed,
    summed.executed - (summed.own_executed - marked.own_executed) - marked.executed as unverified_executed,
    case when projects > 0 then marked.executed end as contradicted_executed
from summed
cross join marked
