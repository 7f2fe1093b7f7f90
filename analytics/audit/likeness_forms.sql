-- Which forms of a department and year are there to be compared, in their own words?
-- One row a self-evaluation.
select project.project_id, project.form_id, project.name, form.goal, form.achievement
from project
join form using (form_id)
where project.district is not distinct from $district
    and project.department is not distinct from $department
    and project.fiscal_year is not distinct from $year
order by project.name, project.form_id
