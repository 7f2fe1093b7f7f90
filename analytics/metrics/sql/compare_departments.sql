-- question: department by department, how do the districts stand beside each other?
-- question_zh: 各区的各个部门并排看怎么样？
-- grain: one row a district and department, in the order of the names; only projects whose amounts are counted.
-- formula: execution_rate = sum(executed) / sum(budget_base), weighted by money; budget_share = of the district's counted budget.
--   Projects of departments whose budgets are written backwards say nothing of spending: they are counted beside, not in.
-- columns:
--   district - district
--   department - after aliases are resolved
--   counted - projects whose amounts enter the sums
--   budget - 万元
--   executed - 万元
--   execution_rate - ratio, weighted by money
--   backwards - projects left out because the department's budgets equal its spending nearly everywhere
--   backwards_budget - 万元, budget of those
--   budget_share - ratio, of the district's counted budget, those left out among it
with summed as (
    select
        district, department,
        cast(sum(counted - backwards) as bigint) as counted,
        coalesce(sum(case when backwards = 0 then budget end), 0) as budget,
        coalesce(sum(case when backwards = 0 then executed end), 0) as executed,
        cast(sum(backwards) as bigint) as backwards,
        coalesce(sum(backwards_budget), 0) as backwards_budget
    from selected_sum
    where counted > 0 and district is not null and department is not null
    group by district, department
)
select
    district, department, counted, budget, executed,
    cast(executed as double) / nullif(cast(budget as double), 0) as execution_rate,
    backwards, backwards_budget,
    cast(budget as double) / nullif(cast(sum(budget + backwards_budget) over (partition by district) as double), 0) as budget_share
from summed
order by district, department
