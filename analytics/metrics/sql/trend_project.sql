-- question: What do the forms of one project say, year by year?
-- question_zh: 同一个项目，历年的自评表各说了什么？
-- grain: one row a form among the given ones, by year and name; nothing where none is given
-- parameters:
--   projects = '' ids of the forms that persons confirmed to be one project, with a blank between them
-- columns:
--   project_id - stable across imports
--   name - of the project or line
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   initial_budget - 万元
--   budget_base - 万元
--   executed - 万元
--   execution_rate - ratio, recomputed
--   score_stated - points
--   score_recomputed - points
--   score_common - points
--   counted - whether the amounts enter sums
--   backwards - true where the department's budgets equal its spending nearly everywhere
select
    project_id, name, district, department, fiscal_year, initial_budget, budget_base, executed, execution_rate, score_stated, score_recomputed, score_common,
    counted, backwards
from project
where project_id in (select unnest(string_split($projects, ' ')))
order by fiscal_year, name
