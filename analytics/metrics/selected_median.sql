-- The median rate of each district asked for, of all its years; with any other filter selected_median_singly is taken.
-- filters: districts
-- by: nothing
-- scope: whole
select district, median_rate
from district_quartiles
where true
    and district in ({districts})
