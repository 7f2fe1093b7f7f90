-- question: Where do reports, registers and expert sheets speak of the department's projects of that year?
-- grain: one row a line of a flat table that names a project
select table_row.kind, table_row.name, batch.file, form.sheet, table_row.note, table_row.grade,
       table_row.revised_budget, table_row.executed, table_row.execution_rate_stated, table_row.score, table_row.cells
from table_row
join batch on batch.batch_id = table_row.batch_id
join form on form.form_id = table_row.form_id
where table_row.department = $department and table_row.fiscal_year = $fiscal_year
  and table_row.kind in ('project_claims', 'project_register', 'targets')
order by batch.file, table_row.line_number
