-- question: which projects cannot be followed from the initial budget to the money spent, and why?
-- question_zh: 哪些项目不能从年初预算一路看到执行，为什么？
-- grain: one row a project left out of variance_steps. reason: the first amount that is missing or in doubt.
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   reason - why it is left out
--   initial_budget - 万元
--   revised_budget - 万元, after in-year adjustment
--   executed - 万元
select
    project_id, name, district, department, fiscal_year,
    case when unit_status = 'suspect' then '金额单位存疑'
         when executed is null then '缺全年执行数'
         when budget_base is null then '缺预算数'
         when revised_budget is null then '表中没有全年预算数一栏'
         when initial_budget is null then '年初预算数空白' end as reason,
    initial_budget, revised_budget, executed
from selected
where not (counted and revised_budget is not null and initial_budget is not null)
order by reason, name
