-- question: Which cells are merged in these rows of the sheet?
-- grain: one row a merged range that begins there
select range
from sheet_merge
where batch_id = $batch_id and sheet = $sheet
  and try_cast(regexp_extract(range, '[0-9]+') as integer) between $first and $last
