-- Projects of each ten per cent of execution rate, out of the mart; with filters of single projects selected_rate_singly is taken.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
select *
from rate_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
