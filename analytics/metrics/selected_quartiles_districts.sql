-- The same as selected_quartiles for each district asked for, of all its years.
-- filters: districts
-- by: district
-- scope: whole
select district, p25, median, p75
from district_quartiles
where true
    and district in ({districts})
