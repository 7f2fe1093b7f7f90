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
with ranked as (
    select
        district, department, project_id, name, budget_base as budget, executed, execution_rate,
        row_number() over (order by budget_base desc, project_id) as place
    from selected
    where counted and budget_base > 0
),
shown as (
    select district, department, project_id, name, budget, executed, execution_rate, 1 as projects
    from ranked
    where place <= $rows
    union all
    select
        district, department, null, concat('其余', cast(count(*) as varchar), '个项目'), sum(budget), sum(executed),
        cast(sum(executed) as double) / nullif(cast(sum(budget) as double), 0), count(*)
    from ranked
    where place > $rows
    group by district, department
)
select district, department, project_id, name, budget, executed, execution_rate, projects
from shown
order by district nulls last, department nulls last, project_id is null, budget desc, project_id
