-- question: Which projects are these, the least executed first?
-- question_zh: 有哪些项目，执行率最低的排在前面？
-- grain: one row a project
-- columns:
--   project_id - stable across imports
select *
from selected
order by execution_rate nulls last, name, project_id
