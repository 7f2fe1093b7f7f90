-- question: What does each form say of its score, what do its parts add up to, and what would one rule for all give?
-- question_zh: 同一个项目，自评得分、重算得分、统一口径得分各是多少，差在哪里？
-- grain: one row a project, in the order of district, department, name
-- formula: score_stated + gap_arithmetic = score_recomputed; score_recomputed + gap_rule + gap_frame = score_common
-- columns:
--   project_id - stable across imports
--   name - project
--   district - 区
--   department - 预算部门
--   fiscal_year - 年度
--   budget_base - 万元
--   score_stated - points, as printed
--   score_recomputed - points, the parts of the form added up
--   score_common - points, by one rule for all; null where something has no score
--   score_common_low - points, what has no score taken for nothing
--   score_common_high - points, what has no score taken for full marks
--   gap_arithmetic - points, recomputed less stated
--   gap_rule - points, what the common rule for execution changes
--   gap_frame - points, what the common weights change
--   gap_missing - points between the bounds
--   score_spread - points between the highest and the lowest of the three
select
    project_id, name, district, department, fiscal_year, budget_base, score_stated, score_recomputed, score_common, score_common_low, score_common_high,
    (score_recomputed - score_stated)::double as gap_arithmetic,
    round(execution_common - execution_score::double, 6) as gap_rule,
    round(score_common - score_recomputed::double - (execution_common - execution_score::double), 6) as gap_frame,
    round(score_common_high - score_common_low, 6) as gap_missing,
    score_spread
from selected
order by district, department, name, project_id
