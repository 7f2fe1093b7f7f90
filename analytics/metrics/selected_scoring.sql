-- How execution scores follow the rates, a row a department and year, out of the mart; with a filter of money, rate or words out of single
-- projects, by the mart's own statement.
-- filters: years, districts, departments
-- by: nothing, district, department, fiscal_year
-- singly: scoring_sum
select *
from scoring_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
