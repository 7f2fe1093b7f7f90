-- The lines of departments' accounts of the years, districts and departments asked for; money and rate filters are about projects.
select *
from account_line
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
