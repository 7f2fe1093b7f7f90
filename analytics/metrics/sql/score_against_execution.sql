-- question: Do the scores follow the execution?
-- question_zh: 得分与执行率相称吗？
-- grain: one row a project that has both a stated score and a rate
-- columns:
--   project_id - stable across imports
--   name - project
--   district - 区
--   department - 预算部门
--   execution_rate - ratio
--   score_stated - points
--   budget - 万元, budget_base
--   grade - 优 良 中 差
select project_id, name, district, department, execution_rate, score_stated, budget_base as budget, grade
from selected
where score_stated is not null and execution_rate is not null
order by execution_rate, project_id
