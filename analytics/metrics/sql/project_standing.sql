-- question: How far can the figures of one project be trusted?
-- question_zh: 这个项目的数字能不能印证？
-- grain: one row, of the project $project_id; none where there is none
-- parameters:
--   project_id = '' the project
-- columns:
--   standing - 已印证, 未印证 or 有矛盾: the money and the rate
--   score_standing - the same of the stated total score
select standing, score_standing
from selected_standing
where project_id = $project_id
