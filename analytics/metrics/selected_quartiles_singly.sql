-- The same as selected_quartiles, out of the scores of single projects.
select
    {dimension},
    percentile_cont(0.25) within group (order by cast(score_stated as double)) as p25,
    percentile_cont(0.5) within group (order by cast(score_stated as double)) as median,
    percentile_cont(0.75) within group (order by cast(score_stated as double)) as p75
from selected
group by {dimension}
