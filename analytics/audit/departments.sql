-- Which records does the snapshot hold of each department? A mark says it: what a record says never changes, so that two
-- snapshots with the same mark say the same of a department. One row a department (an empty text: records of none).
with record as (
    select coalesce(department, '') as department, form_id as id from form
    union all
    select coalesce(department, '') as department, row_id as id from table_row
)
select department, sha256(string_agg(id, ' ' order by id)) as mark
from record
group by department
order by department
