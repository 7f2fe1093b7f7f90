-- question: Which other forms did the same department hand in?
-- grain: one row a project of the department, this one left out
select project_id, name, fiscal_year, budget_base, executed, execution_rate, score_stated, file, sheet
from project
where department = $department and project_id <> $project_id
order by fiscal_year desc, name
