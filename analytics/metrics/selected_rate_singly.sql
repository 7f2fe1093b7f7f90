-- The same as selected_rate, out of single projects: one row each.
select
    *,
    case when execution_rate > 1 then 11 when execution_rate = 1 then 10 when execution_rate < 0 then 0
         else cast(floor(execution_rate * 10) as integer) end as bin,
    1 as projects, budget_base as budget
from selected
where counted and execution_rate is not null
