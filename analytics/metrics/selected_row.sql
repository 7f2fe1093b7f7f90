-- The rows of flat tables that pass the filters of year, district and department; the others speak of projects.
select *
from table_row
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
