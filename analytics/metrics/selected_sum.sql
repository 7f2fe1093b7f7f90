-- Sums of the projects of the years, districts and departments asked for, out of the mart; with any other filter, or by another
-- dimension, the runner takes selected_sum_singly in its place.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
select *
from project_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
