-- question: by what rule does each project's execution score follow from its execution rate?
-- question_zh: 每个项目的执行率得分是按什么规则由执行率得出的？
-- grain: one row a project with a rate and an execution score. score_share = execution score / its weight.
--   follows_rate: the share is the rate, capped at 1, within a twentieth of a point of ten (rounding of a printed score).
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   execution_rate - ratio, recomputed
--   execution_score - points
--   execution_weight - points
--   score_share - ratio, score of weight
--   score_gap - ratio, score share less capped rate
--   score_distance - ratio, the size of that gap
--   follows_rate - true where the score is rate times weight
select
    project_id, name, district, department, fiscal_year, execution_rate, execution_score, execution_weight,
    execution_score::double / nullif(execution_weight, 0)::double as score_share,
    execution_score::double / nullif(execution_weight, 0)::double - least(execution_rate, 1) as score_gap,
    abs(execution_score::double / nullif(execution_weight, 0)::double - least(execution_rate, 1)) as score_distance,
    abs(execution_score::double / nullif(execution_weight, 0)::double - least(execution_rate, 1)) <= 0.005 as follows_rate
from selected
where execution_rate is not null and execution_score is not null and execution_weight > 0
order by district, execution_rate, name
