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
with given as (
    select project_id, deviation_reason as reason, min(line) as line, max(case when facet in ('成本', '时效') or dimension = '成本' then 1 else 0 end) as near
    from project_indicator
    where deviation_reason is not null and trim(deviation_reason) not in ('', '无', '无。', '无偏差', '不涉及', '/', '-', '—')
        and project_id in (select project_id from selected)
    group by project_id, deviation_reason
),
nearest as (
    select project_id, reason, line from given qualify near = max(near) over (partition by project_id)
),
reasons as (
    select project_id, string_agg(rtrim(reason, ' 。；;'), '；' order by line) as deviation_reason from nearest group by project_id
)
select
    project_id, name, execution_rate, budget_base, executed, unspent, department, score_stated, standing, unit_status, district, fiscal_year,
    initial_budget, revised_budget, reasons.deviation_reason
from selected_standing left join reasons using (project_id)
order by execution_rate nulls last, name, project_id
