-- question: How far does each project lie from the overall execution rate, for its size?
-- question_zh: 按预算规模算，各项目的执行率离合计执行率有多远？
-- grain: one row a counted project with a rate and a budget
-- formula: away = |rate - $rate| × sqrt(budget / $dispersion): standard deviations of what chance alone gives; null where the budget looks written backwards
-- parameters:
--   rate = 1 ratio, the overall rate
--   dispersion = 1 万元, of the funnel
--   alarm = 0 standard deviations; above zero, the projects farther away than this come first
-- columns:
--   project_id - stable across imports
--   name - project
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   budget_base - 万元
--   executed - 万元
--   execution_rate - ratio, recomputed
--   backwards - true where the department's budgets equal its spending nearly everywhere
--   away - standard deviations
select
    project_id, name, district, department, fiscal_year, budget_base, executed, execution_rate, backwards,
    case when not backwards then abs(execution_rate - $rate) * sqrt(cast(budget_base as double) / nullif($dispersion, 0)) end as away
from selected
where counted and execution_rate is not null and budget_base > 0
order by case when $alarm > 0 and away > $alarm then 0 else 1 end, budget_base desc, project_id
