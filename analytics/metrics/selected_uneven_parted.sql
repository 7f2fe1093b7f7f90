-- The same facts as selected_uneven, of the years, districts and departments asked for, out of the sums of departments.
-- filters: years, districts, departments
-- by: nothing, fiscal_year
select
    fact, any_value(fiscal_year) as fiscal_year, any_value(fact_label) as fact_label, any_value(fact_kind) as fact_kind,
    sum(indicators)::bigint as indicators, count(distinct department) as departments, count(distinct district) as districts,
    min(low) as lowest, max(high) as highest, round(max(high) - min(low), 6) as spread, round(max(high - low), 6) as within
from fact_sum
where true
    and fiscal_year in ({years})
    and district in ({districts})
    and department in ({departments})
group by fact
having min(first_project) <> max(last_project) and max(high) - min(low) > 0.005
