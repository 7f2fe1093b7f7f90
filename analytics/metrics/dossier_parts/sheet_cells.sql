-- question: What stands on the sheet that holds the form?
-- grain: one row a filled cell
select cell, text
from sheet_cell
where batch_id = $batch_id and sheet = $sheet
