-- How much is there to audit in each department? One row a department (an empty text: records of none), largest first; size
-- counts forms and lines of tables, forms the self-evaluations among them.
with record as (
    select coalesce(department, '') as department, 0 as is_project from form
    union all
    select coalesce(department, '') as department, 0 as is_project from table_row
    union all
    select coalesce(department, '') as department, 1 as is_project from project
)
select department, count(*) as size, sum(is_project)::bigint as forms
from record
group by department
order by size desc, department
