-- question: Which few projects stand out?
-- question_zh: 哪几个项目最突出？
-- grain: one row a kind and rank
-- formula: counted projects only; kinds largest_budget, largest_unspent (unspent > 0), lowest_rate, largest_revision (by absolute rate), overspent (executed > budget); equals are ordered by budget, then by project_id
-- parameters:
--   rows = 3 projects a kind at most
-- columns:
--   rank - 1 is foremost
--   kind - what the project stands out by
--   project_id - stable across imports
--   name - project
--   department - 预算部门
--   district - 区
--   fiscal_year - 年度
--   budget - 万元, budget_base
--   executed - 万元
--   execution_rate - ratio
--   unspent - 万元
--   revision_rate - ratio, (revised - initial) / initial
with foremost as (
    select highest_counted from selected_sum where highest_counted > 0 order by highest_counted desc limit cast($rows as integer)
),
least as ( -- as many budgets are at least this large as are wanted: what is smaller need not be looked at
    select case when count(*) < $rows then 0 else min(highest_counted) end as budget from foremost
),
candidates as (
    (
        select 'largest_budget' as kind, cast(budget_base as double) as measure, project_id, name, department, district, fiscal_year, budget_base, executed, execution_rate, unspent, revision_rate
        from selected where counted and budget_base > 0 and budget_base >= (select budget from least)
        order by budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'largest_unspent' as kind, cast(unspent as double) as measure, project_id, name, department, district, fiscal_year, budget_base, executed, execution_rate, unspent, revision_rate
        from selected where counted and unspent > 0
        order by unspent desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'lowest_rate' as kind, -execution_rate as measure, project_id, name, department, district, fiscal_year, budget_base, executed, execution_rate, unspent, revision_rate
        from selected where counted and execution_rate < 1
        order by execution_rate, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'largest_revision' as kind, abs(revision_rate) as measure, project_id, name, department, district, fiscal_year, budget_base, executed, execution_rate, unspent, revision_rate
        from selected where counted and revision_rate <> 0
        order by abs(revision_rate) desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'overspent' as kind, cast(executed - budget_base as double) as measure, project_id, name, department, district, fiscal_year, budget_base, executed, execution_rate, unspent, revision_rate
        from selected where counted and executed > budget_base
        order by executed - budget_base desc, budget_base desc, project_id limit cast($rows as integer)
    )
),
ranked as (
    select *, row_number() over (partition by kind order by measure desc, budget_base desc, project_id) as rank
    from candidates
)
select rank, kind, project_id, name, department, district, fiscal_year, budget_base as budget, executed, execution_rate, unspent, revision_rate
from ranked
order by kind, rank
