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
with candidates as (
    (
        select 'largest_budget' as kind, project_id, cast(budget_base as double) as measure, budget_base
        from selected where counted and budget_base > 0
        order by measure desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'largest_unspent' as kind, project_id, cast(unspent as double) as measure, budget_base
        from selected where counted and unspent > 0
        order by measure desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'lowest_rate' as kind, project_id, -execution_rate as measure, budget_base
        from selected where counted and execution_rate < 1
        order by measure desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'largest_revision' as kind, project_id, abs(revision_rate) as measure, budget_base
        from selected where counted and revision_rate <> 0
        order by measure desc, budget_base desc, project_id limit cast($rows as integer)
    )
    union all
    (
        select 'overspent' as kind, project_id, cast(executed - budget_base as double) as measure, budget_base
        from selected where counted and executed > budget_base
        order by measure desc, budget_base desc, project_id limit cast($rows as integer)
    )
),
ranked as (
    select kind, project_id, row_number() over (partition by kind order by measure desc, budget_base desc, project_id) as rank
    from candidates
)
select
    ranked.rank, ranked.kind, selected.project_id, selected.name, selected.department, selected.district, selected.fiscal_year,
    selected.budget_base as budget, selected.executed, selected.execution_rate, selected.unspent, selected.revision_rate
from ranked
join selected on selected.project_id = ranked.project_id
order by ranked.kind, ranked.rank
