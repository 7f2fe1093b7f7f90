-- Sums of the scored indicators of the years, districts and departments asked for, out of the mart; with a filter of money, rate or words
-- the runner takes selected_attained_singly in its place.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
select *
from indicator_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
