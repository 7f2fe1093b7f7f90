-- Facts that stand in at least two forms of a year with different shares of the weight, over all districts and departments, as the mart holds
-- them. Where some are asked for, and for who does not see all, the runner takes selected_uneven_parted in its place; with a filter of money,
-- rate or words selected_uneven_singly.
-- filters: years
-- by: nothing, fiscal_year
-- scope: whole
-- else: selected_uneven_parted
select *
from uneven_fact
where true
    and fiscal_year in ({years})
