-- question: what reason do the forms give where a project ended farthest from its initial budget?
-- question_zh: 与年初预算差得最多的项目，自评表怎样说明原因？
-- grain: one row a project with a difference, largest first; reason is the form's own wording of its indicators, null where it gives none.
-- formula: as in variance_parts, for one project.
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   department - after aliases are resolved
--   project_class - 运维, 人员, 设备, 活动, 服务采购, 课题 or 其他
--   fiscal_year - fiscal year
--   carry_over_added - 万元
--   in_year_change - 万元
--   unspent - 万元, budget less spending
--   outturn_difference - 万元, spending less initial budget
--   deviation_reason - the form's own words
with moved as (
    select *, coalesce(carry_over_added, 0) as added
    from selected
    where counted and revised_budget is not null and initial_budget is not null and executed <> initial_budget
    order by abs(executed - initial_budget) desc, name
    limit 20
)
select
    project_id, name, department, project_class, fiscal_year, added as carry_over_added, revised_budget - initial_budget - added as in_year_change,
    unspent, executed - initial_budget as outturn_difference, every_reason as deviation_reason
from moved
order by abs(executed - initial_budget) desc, name
