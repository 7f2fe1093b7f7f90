-- Quartiles of the stated scores of the years asked for, out of the numbers of projects with each score; with any other filter, by another
-- dimension or for who does not see every district the runner takes another one in its place. As percentile_cont has it:
-- a quartile that falls between two projects lies between their scores in proportion.
-- filters: years
-- by: nothing, fiscal_year
-- scope: whole
-- else: selected_quartiles_departments
with numbered as (
    select
        {dimension},
        cast(score_stated as double) as score, sum(projects) as projects
    from score_count
    where true
        and fiscal_year in ({years})
    group by
        {dimension},
        score_stated
),
running as (
    select
        {dimension},
        score,
        sum(projects) over (
            partition by {dimension}
            order by score
        ) as upto
    from numbered
),
places as (
    select
        {dimension},
        0.25 * (max(upto) - 1) as first, 0.5 * (max(upto) - 1) as second, 0.75 * (max(upto) - 1) as third
    from running
    group by {dimension}
),
ends as (
    select
        places.{dimension},
        min(case when upto > floor(first) then score end) as first_low, min(case when upto > ceil(first) then score end) as first_high,
        min(case when upto > floor(second) then score end) as second_low, min(case when upto > ceil(second) then score end) as second_high,
        min(case when upto > floor(third) then score end) as third_low, min(case when upto > ceil(third) then score end) as third_high,
        max(first - floor(first)) as first_part, max(second - floor(second)) as second_part, max(third - floor(third)) as third_part
    from running
    join places
        on true
        and places.{dimension} is not distinct from running.{dimension}
    group by places.{dimension}
)
select
    {dimension},
    first_low + (first_high - first_low) * first_part as p25,
    second_low + (second_high - second_low) * second_part as median,
    third_low + (third_high - third_low) * third_part as p75
from ends
