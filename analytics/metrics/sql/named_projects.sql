-- question: Which projects are these, by their ids, or which do these departments have?
-- question_zh: 这些编号的、或者这些部门的项目有哪些？
-- grain: one row a project, in the order of project_list
-- parameters:
--   ids = [] project_id of each
--   departments = [] names of departments, all of whose projects are meant; chr(30) stands for none
-- columns:
--   project_id - stable across imports
--   department - 预算部门
--   fiscal_year - 年度
--   name - project
--   budget_base - 万元
--   execution_rate - ratio
select project_id, department, fiscal_year, name, budget_base, execution_rate
from selected where project_id in (select unnest(string_split($ids, chr(31))))
union
select project_id, department, fiscal_year, name, budget_base, execution_rate
from selected where coalesce(department, chr(30)) in (select unnest(string_split($departments, chr(31))))
order by execution_rate nulls last, name, project_id
