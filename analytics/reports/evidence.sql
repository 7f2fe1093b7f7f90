-- Question: which files does the snapshot hold, and what are they under their checksum?
-- Grain: one row a file name and checksum (a name may have been imported twice with different content).
-- Formula: imported is the first time this content was imported, UTC.
select form.file, batch.sha256, min(batch.imported_at) as imported, string_agg(distinct batch.batch_id, '、' order by batch.batch_id) as batches
from form join batch using (batch_id)
where list_contains($files, form.file)
group by form.file, batch.sha256
order by form.file, imported
