-- question: class of project by class, how do the districts stand beside each other?
-- question_zh: 同一类项目，各区并排看怎么样？
-- grain: one row a class of project and district, in the order of the names; only projects whose amounts are counted.
-- formula: execution_rate = sum(executed) / sum(budget_base), weighted by money; budget_share = of the district's counted budget.
--   Projects of departments whose budgets are written backwards say nothing of spending: they are counted beside, not in.
-- columns:
--   project_class - 运维, 人员, 设备, 活动, 服务采购, 课题 or 其他
--   district - district
--   counted - projects whose amounts enter the sums
--   budget - 万元
--   executed - 万元
--   execution_rate - ratio, weighted by money
--   median_rate - ratio
--   backwards - projects left out because their department's budgets equal its spending nearly everywhere
--   backwards_budget - 万元, budget of those
--   budget_share - ratio, of the district's counted budget, those left out among it
--   districts - number of districts that have projects of this class
with summed as (
    select
        project_class, district,
        count(case when not backwards then 1 end) as counted,
        coalesce(sum(case when not backwards then budget_base end), 0) as budget,
        coalesce(sum(case when not backwards then executed end), 0) as executed,
        percentile_cont(0.5) within group (order by case when not backwards then execution_rate end) as median_rate,
        count(case when backwards then 1 end) as backwards,
        coalesce(sum(case when backwards then budget_base end), 0) as backwards_budget
    from selected
    where counted and district is not null
    group by project_class, district
)
select
    project_class, district, counted, budget, executed,
    cast(executed as double) / nullif(cast(budget as double), 0) as execution_rate,
    median_rate, backwards, backwards_budget,
    cast(budget as double) / nullif(cast(sum(budget + backwards_budget) over (partition by district) as double), 0) as budget_share,
    count(case when counted > 0 then 1 end) over (partition by project_class) as districts
from summed
order by project_class, district
