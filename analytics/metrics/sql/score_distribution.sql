-- question: How are the total scores spread?
-- question_zh: 总分怎样分布？
-- grain: one row a bin, empty bins too, for each value of the dimension; forms without a total are in none (see score_summary)
-- formula: below 60 in one bin, then five points each from bin_from to less than bin_to; the last holds 100 and more
-- by: any
-- columns:
--   bin_from - points, included
--   bin_to - points, not included (the last: included)
--   bin_label - 60以下, 60–65 … 95–100
--   projects - number of scored projects
with bins as (
    select *
    from (values
        (0, 60, '60以下'), (60, 65, '60–65'), (65, 70, '65–70'), (70, 75, '70–75'), (75, 80, '75–80'),
        (80, 85, '80–85'), (85, 90, '85–90'), (90, 95, '90–95'), (95, 100, '95–100')
    ) as bins(bin_from, bin_to, bin_label)
),
parts as (
    select distinct
        {dimension},
        1 as part
    from selected
),
filled as (
    select
        {dimension},
        case
            when score_stated < 60 then 0
            when score_stated >= 95 then 95
            else cast(floor(score_stated / 5) as integer) * 5
        end as bin_from,
        count(*) as projects
    from selected
    where score_stated is not null
    group by
        {dimension},
        bin_from
)
select
    parts.{dimension},
    bins.bin_from, bins.bin_to, bins.bin_label, coalesce(filled.projects, 0) as projects
from parts
cross join bins
left join filled
    on filled.bin_from = bins.bin_from
    and filled.{dimension} is not distinct from parts.{dimension}
order by
    parts.{dimension} nulls last,
    bins.bin_from
