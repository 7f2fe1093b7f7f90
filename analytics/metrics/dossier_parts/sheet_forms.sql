-- question: Which forms stand on this sheet of this file?
-- grain: one row a form whose record is the newest of its key, those of the newest batch first
select form.batch_id, form.range, form.kind
from form
join batch using (batch_id)
where form.file = $file and form.sheet = $sheet
order by batch.sequence desc, form.range
