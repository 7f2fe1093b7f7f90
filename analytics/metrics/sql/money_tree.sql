-- question: Where does the money lie, and how was it executed?
-- question_zh: 钱在哪里，执行得怎么样？
-- grain: one row a counted project with a budget; beyond the largest $rows the rest of each department is one row without project_id
-- formula: budget and executed add up to the whole however many rows are kept
-- parameters:
--   rows = 400 projects shown singly at most
-- columns:
--   district - 区
--   department - 预算部门
--   project_id - stable across imports; null for the rest of a department
--   name - project, or 其余12个项目
--   budget - 万元, budget_base
--   executed - 万元
--   execution_rate - ratio
--   projects - 1, or how many the rest stands for
with foremost as (
    select highest_counted from selected_sum where highest_counted > 0 order by highest_counted desc limit cast($rows as integer)
),
least as ( -- as many budgets are at least this large as are wanted: what is smaller need not be looked at
    select case when count(*) < $rows then 0 else min(highest_counted) end as budget from foremost
),
shown as (
    select district, department, project_id, name, budget_base as budget, executed, execution_rate
    from selected
    where counted and budget_base > 0 and budget_base >= (select budget from least)
    order by budget_base desc, project_id
    limit cast($rows as integer)
),
whole as (
    select district, department, sum(funded_budget) as budget, sum(funded_executed) as executed, cast(sum(funded) as bigint) as projects
    from selected_sum
    where funded > 0
    group by district, department
),
singly as (
    select district, department, sum(budget) as budget, sum(executed) as executed, count(*) as projects
    from shown
    group by district, department
),
rest as (
    select
        whole.district, whole.department, whole.budget - coalesce(singly.budget, 0) as budget,
        whole.executed - coalesce(singly.executed, 0) as executed, whole.projects - coalesce(singly.projects, 0) as projects
    from whole
    left join singly on singly.district is not distinct from whole.district and singly.department is not distinct from whole.department
),
joined as (
    select district, department, project_id, name, budget, executed, execution_rate, 1 as projects from shown
    union all
    select
        district, department, null, concat('其余', cast(projects as varchar), '个项目'), budget, executed,
        cast(executed as double) / nullif(cast(budget as double), 0), projects
    from rest
    where projects > 0
)
select district, department, project_id, name, budget, executed, execution_rate, projects
from joined
order by district nulls last, department nulls last, project_id is null, budget desc, project_id
