-- question: Which targets did the department set for its projects of that year?
-- grain: one row a stored 绩效目标申报表, the newest file first
select form.form_id, form.project, form.file, form.sheet, form.goal, form.cells
from form
join batch on batch.batch_id = form.batch_id
where form.kind = 'targets' and form.fiscal_year = $fiscal_year
  and form.district = $district and form.department = $department
order by batch.sequence desc, form.sheet, form.form_id
