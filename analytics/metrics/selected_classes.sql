-- Sums of the classes of projects, out of the mart; with a filter of money, rate or words out of single
-- projects, by the mart's own statement.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
-- singly: class_sum
select *
from class_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
