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
select
    {dimension},
    cast(coalesce(sum(complete), 0) as bigint) as projects,
    cast(coalesce(sum(moved), 0) as bigint) as moved,
    sum(complete_initial) as initial_budget,
    coalesce(sum(complete_carry_over), 0) as carry_over,
    sum(complete_added) as carry_over_added,
    sum(complete_revised) - sum(complete_initial) - sum(complete_added) as in_year_change,
    sum(complete_revised) - sum(complete_executed) as unspent,
    sum(complete_executed) as executed,
    sum(complete_executed) - sum(complete_initial) as outturn_difference,
    cast(sum(complete_executed) - sum(complete_initial) as double) / nullif(cast(sum(complete_initial) as double), 0) as outturn_deviation,
    count(distinct fiscal_year) as years
from selected_sum
where complete > 0
group by {dimension}
order by abs(outturn_difference) desc nulls last, {dimension}
