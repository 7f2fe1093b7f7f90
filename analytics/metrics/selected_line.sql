-- The lines of final accounts that pass the filters of year, district and department; the others speak of projects.
select *
from account_line
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
