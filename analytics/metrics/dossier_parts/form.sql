-- question: What does this project's form say of itself, and how does it stand?
-- grain: one row, or none for an unknown id
select
    project.*, form.title, form.goal, form.achievement, form.unit_evidence, form.total_score, form.total_score_reviewed,
    form.persons, form.cells as form_cells, form.has_revised_column
from project
join form on form.form_id = project.form_id
where project.project_id = $project_id
