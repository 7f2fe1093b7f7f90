-- question: Which rows has the funding block?
-- grain: one row a line of the form
select * exclude (form_id, line)
from funding
where form_id = $form_id
order by line
