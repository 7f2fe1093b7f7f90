-- question: Which projects have this indicator, and how did they fare?
-- question_zh: 哪些项目有这个三级指标，各得了多少分？
-- grain: one row an indicator of a project, the lowest share of its points first, at most $rows
-- formula: attainment = score / weight
-- parameters:
--   indicator = '' the third level as the form has it
--   rows = 500 indicators at most
-- columns:
--   project_id - stable across imports
--   name - project
--   department - 预算部门
--   fiscal_year - 年度
--   level3 - indicator
--   target - text as displayed
--   actual - text as displayed
--   weight - points
--   score - points
--   attainment - ratio
select project_id, name, department, fiscal_year, level3, target, actual, weight, score, attainment
from selected_indicator
where level3 = $indicator
order by attainment nulls last, name, project_id
limit cast($rows as integer)
