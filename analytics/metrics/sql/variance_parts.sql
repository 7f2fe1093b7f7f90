-- question: of what is the deviation from the initial budget made: carry-over, change in the year, under-spending?
-- question_zh: 执行与年初预算的差额由什么构成：上年结转、年中调整还是没有花完？
-- grain: one row in all, or one row a value of the dimension; projects with all three amounts and an undisputed unit, as in variance_steps.
-- formula: outturn_difference = carry_over_added + in_year_change - unspent, where carry_over_added is the carry-over in the revised
--   budget that the initial one did not hold (line 上年结转资金 of the form), in_year_change = revised - initial - carry_over_added,
--   unspent = revised - executed. Base of every rate: 年初预算数.
-- by: any
-- columns:
--   projects - number of projects
--   moved - projects whose spending is not their initial budget
--   initial_budget - 万元
--   carry_over - 万元, carry-over within the revised budget, whenever it came
--   carry_over_added - 万元, of it what the initial budget did not hold
--   in_year_change - 万元
--   unspent - 万元, budget less spending
--   executed - 万元
--   outturn_difference - 万元, spending less initial budget
--   outturn_deviation - ratio, base: initial budget
--   years - joined, or their number
with complete as (
    select *, coalesce(carry_over_added, 0) as added
    from selected
    where counted and revised_budget is not null and initial_budget is not null
)
select
    {dimension},
    count(*) as projects,
    count(case when executed <> initial_budget then 1 end) as moved,
    sum(initial_budget) as initial_budget,
    coalesce(sum(carry_over), 0) as carry_over,
    sum(added) as carry_over_added,
    sum(revised_budget - initial_budget - added) as in_year_change,
    sum(revised_budget - executed) as unspent,
    sum(executed) as executed,
    sum(executed - initial_budget) as outturn_difference,
    cast(sum(executed - initial_budget) as double) / nullif(cast(sum(initial_budget) as double), 0) as outturn_deviation,
    count(distinct fiscal_year) as years
from complete
group by {dimension}
order by abs(outturn_difference) desc nulls last, {dimension}
