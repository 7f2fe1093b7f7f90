-- question: Which projects are these, the least executed first, and what do their forms give as the reason?
-- question_zh: 各项目执行了多少，执行率低的在表上写了什么原因？
-- grain: one row a project, in the order of project_list
-- formula: reasons of 成本 and 时效 indicators; where these give none, those of all indicators; each text once, in the order of the form
-- columns:
--   project_id - stable across imports
--   name - project
--   execution_rate - ratio
--   budget_base - 万元
--   executed - 万元
--   unspent - 万元, budget less executed
--   department - 预算部门
--   score_stated - points
--   standing - 已印证 未印证 有矛盾
--   unit_status - stated proven corrected suspect
--   district - 区
--   fiscal_year - 年度
--   initial_budget - 万元
--   revised_budget - 万元
--   deviation_reason - the form's own words, never its 实际完成情况; null where it gives none
select
    project_id, name, execution_rate, budget_base, executed, unspent, department, score_stated, standing, unit_status, district, fiscal_year,
    initial_budget, revised_budget, deviation_reason
from selected_standing
order by execution_rate nulls last, name, project_id
