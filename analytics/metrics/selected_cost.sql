-- What one unit cost, of the years, districts and departments asked for; with a filter of money, rate or words selected_cost_singly is taken.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
select *
from unit_cost
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
