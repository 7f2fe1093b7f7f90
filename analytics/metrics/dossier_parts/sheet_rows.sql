-- question: What stands in these rows of the sheet? A sheet may hold a thousand forms.
-- grain: one row a filled cell
select cell, text
from sheet_cell
where batch_id = $batch_id and sheet = $sheet
  and try_cast(regexp_extract(cell, '[0-9]+') as integer) between $first and $last
