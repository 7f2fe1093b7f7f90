-- Projects of each grade, out of the mart; with filters of single projects selected_grade_singly is taken.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
select *
from grade_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
