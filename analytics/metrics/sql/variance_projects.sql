-- question: how far did each project end from its initial budget, and was it the revision or the spending?
-- question_zh: 每个项目与年初预算相差多少，是调整造成的还是执行造成的？
-- grain: one row a project with an undisputed unit and an initial budget, largest difference first.
-- formula: outturn_difference = executed - initial_budget; outturn_deviation = that / initial_budget; base: 年初预算数.
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   initial_budget - 万元
--   revised_budget - 万元, after in-year adjustment
--   executed - 万元
--   revision - 万元, revised budget less initial budget
--   revision_rate - ratio, of the initial budget
--   unspent - 万元, budget less spending
--   execution_rate - ratio, recomputed
--   rate_on_initial - ratio, spending of the initial budget
--   outturn_difference - 万元, spending less initial budget
--   outturn_deviation - ratio, base: initial budget
--   moved - 万元, the size of that difference
--   standing - 已印证, 未印证 or 有矛盾
select
    project_id, name, district, department, fiscal_year,
    initial_budget, revised_budget, executed,
    revised_budget - initial_budget as revision, revision_rate,
    unspent, execution_rate,
    executed::double / nullif(initial_budget, 0)::double as rate_on_initial,
    executed - initial_budget as outturn_difference,
    (executed - initial_budget)::double / nullif(initial_budget, 0)::double as outturn_deviation,
    abs(executed - initial_budget) as moved,
    standing
from selected_standing
where counted and initial_budget is not null
order by abs(executed - initial_budget) desc, name
