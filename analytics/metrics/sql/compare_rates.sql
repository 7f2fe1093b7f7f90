-- question: how do the execution rates of single projects lie in each district?
-- question_zh: 各区单个项目的执行率怎样分布？
-- grain: one row a counted project with a rate.
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   budget_base - 万元
--   executed - 万元
--   execution_rate - ratio, recomputed
--   backwards - true where the department's budgets equal its spending nearly everywhere
select project_id, name, district, department, fiscal_year, budget_base, executed, execution_rate, backwards
from selected
where counted and execution_rate is not null
order by district, execution_rate, name
