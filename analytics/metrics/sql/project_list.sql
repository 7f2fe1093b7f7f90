-- question: Which projects are these, the least executed first?
-- grain: one row a project
-- columns:
--   project_id - stable across imports
select *
from selected
order by execution_rate nulls last, name, project_id
