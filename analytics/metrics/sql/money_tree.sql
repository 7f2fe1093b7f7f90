-- question: Where does the money lie, and how was it executed?
-- grain: one row a counted project with a budget
-- columns:
--   district - 区
--   department - 预算部门
--   project_id - stable across imports
--   name - project
--   budget - 万元, budget_base
--   executed - 万元
--   execution_rate - ratio
select district, department, project_id, name, budget_base as budget, executed, execution_rate
from selected
where counted and budget_base > 0
order by district nulls last, department nulls last, budget desc, project_id
