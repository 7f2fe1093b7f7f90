-- question: Which cells of the sheet are merged?
-- grain: one row a merged range
select range
from sheet_merge
where batch_id = $batch_id and sheet = $sheet
