-- The same as selected_median, out of single projects.
select district, percentile_cont(0.5) within group (order by execution_rate) as median_rate
from selected
group by district
