-- The same as selected_quartiles for each department asked for, of all its years.
-- filters: departments
-- by: department
-- scope: whole
-- else: selected_quartiles_districts
select *
from department_quartiles
where true
    and department in ({departments})
