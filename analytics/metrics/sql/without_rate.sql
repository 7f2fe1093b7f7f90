-- question: Which projects have no execution rate, and why?
-- question_zh: 哪些项目没有执行率，为什么？
-- grain: one row a project
-- columns:
--   project_id - stable across imports
--   name - project
--   district - 区
--   department - 预算部门
--   fiscal_year - 年度
--   label - the reason in Chinese
--   revised_budget_printed - as printed
--   initial_budget_printed - as printed
--   executed_printed - as printed
select
    project_id, name, district, department, fiscal_year,
    case
        when not_counted = 'unit_suspect' then '金额单位存疑，待人工认定'
        when not_counted = 'executed_missing' then '全年执行数未填或无法读取'
        when not_counted = 'budget_missing' then '预算数未填或无法读取'
        when budget_base = 0 then '预算数为零'
        else '金额不全'
    end as label,
    revised_budget_printed, initial_budget_printed, executed_printed
from selected
where execution_rate is null
order by label, name, project_id
