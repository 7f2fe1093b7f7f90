-- question: Which projects are these, the least executed first?
-- question_zh: 有哪些项目，执行率最低的排在前面？
-- grain: one row a project
-- columns:
--   project_id - stable across imports
--   standing - 已印证, 未印证 or 有矛盾: the money and the rate
--   score_standing - the same of the stated total score
select * exclude (every_reason, score_spread)
from selected_standing
order by execution_rate nulls last, name, project_id
