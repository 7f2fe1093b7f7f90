-- question: Which indicators does the form hold?
-- grain: one row an indicator, in the order of the form
select * exclude (form_id, line)
from indicator
where form_id = $form_id
order by line
