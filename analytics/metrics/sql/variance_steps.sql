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
with stepped as (
    select *, counted and revised_budget is not null and initial_budget is not null as complete
    from selected_standing
)
select
    count(*) filter (where complete) as projects,
    count(*) filter (where not complete) as left_out,
    count(*) filter (where complete and revised_budget <> initial_budget) as revised_projects,
    count(distinct fiscal_year) filter (where complete) as years,
    sum(initial_budget) filter (where complete) as initial_budget,
    sum(revised_budget - initial_budget) filter (where complete) as revision,
    sum(revised_budget) filter (where complete) as revised_budget,
    sum(revised_budget - executed) filter (where complete) as unspent,
    sum(executed) filter (where complete) as executed,
    (sum(revised_budget - initial_budget) filter (where complete))::double
        / nullif(sum(initial_budget) filter (where complete), 0)::double as revision_rate,
    (sum(executed) filter (where complete))::double / nullif(sum(revised_budget) filter (where complete), 0)::double as execution_rate,
    (sum(executed - initial_budget) filter (where complete))::double
        / nullif(sum(initial_budget) filter (where complete), 0)::double as outturn_deviation,
    sum(case when standing = '已印证' then revised_budget else 0 end) filter (where complete) as verified_budget,
    sum(case when standing = '未印证' then revised_budget else 0 end) filter (where complete) as unverified_budget,
    sum(case when standing = '有矛盾' then revised_budget else 0 end) filter (where complete) as contradicted_budget,
    sum(case when standing = '已印证' then executed else 0 end) filter (where complete) as verified_executed,
    sum(case when standing = '未印证' then executed else 0 end) filter (where complete) as unverified_executed,
    sum(case when standing = '有矛盾' then executed else 0 end) filter (where complete) as contradicted_executed
from stepped
