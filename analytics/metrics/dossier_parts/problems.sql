-- question: What was doubtful when the form was read?
-- grain: one row a problem, the gravest first
select severity, code, message, sheet, cell, found, expected, remedy
from problem
where form_id = $form_id
order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, cell
