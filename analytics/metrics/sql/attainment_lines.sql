-- question: Which indicators of a first or second level lost most points?
-- question_zh: 一个一级或二级指标下，哪些指标丢分最多？
-- grain: one row an indicator of a project that lost points, the most points first, at most $rows
-- formula: points_lost = weight - score; attainment = score / weight; only applicable indicators with a weight and a score
-- parameters:
--   dimension = '产出' the first level: 产出 效益 满意度 成本 其他
--   facet = '' the second level in its usual word; all of them where empty
--   rows = 50 indicators at most
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
--   points_lost - points
--   attainment - ratio
select project_id, name, department, fiscal_year, level3, target, actual, weight, score, weight - score as points_lost, attainment
from selected_indicator
where dimension = $dimension
    and ($facet = '' or facet = $facet)
    and applicable
    and weight > 0
    and score < weight
order by points_lost desc, attainment, name, project_id, level3
limit cast($rows as integer)
