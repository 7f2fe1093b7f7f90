-- question: How are the projects spread over execution rates?
-- question_zh: 项目的执行率怎样分布？
-- grain: one row a bin, empty bins too, for each value of the dimension
-- formula: bins 0 to 9 hold rates from n × 10 % to less than (n + 1) × 10 %; bin 10 is exactly 100 %, bin 11 more; projects without a rate are in none
-- by: any
-- columns:
--   bin - 0 to 11
--   bin_label - 0–10% … 90–100%, 100%, 超过100%
--   rate_from - ratio, included (bin 11: not included)
--   rate_to - ratio, not included (bin 10: included; bin 11: null)
--   projects - number of counted projects with a rate
--   budget - 万元, their budget_base; zero in an empty bin
with bins as (
    select *
    from (values
        (0, '0–10%', 0.0, 0.1), (1, '10–20%', 0.1, 0.2), (2, '20–30%', 0.2, 0.3), (3, '30–40%', 0.3, 0.4),
        (4, '40–50%', 0.4, 0.5), (5, '50–60%', 0.5, 0.6), (6, '60–70%', 0.6, 0.7), (7, '70–80%', 0.7, 0.8),
        (8, '80–90%', 0.8, 0.9), (9, '90–100%', 0.9, 1.0), (10, '100%', 1.0, 1.0), (11, '超过100%', 1.0, null)
    ) as bins(bin, bin_label, rate_from, rate_to)
),
parts as (
    select distinct
        {dimension},
        1 as part
    from selected_sum
),
filled as (
    select
        {dimension},
        bin, cast(sum(projects) as bigint) as projects, sum(budget) as budget
    from selected_rate
    group by
        {dimension},
        bin
)
select
    parts.{dimension},
    bins.bin, bins.bin_label, cast(bins.rate_from as double) as rate_from, cast(bins.rate_to as double) as rate_to,
    coalesce(filled.projects, 0) as projects, coalesce(filled.budget, 0) as budget
from parts
cross join bins
left join filled
    on filled.bin = bins.bin
    and filled.{dimension} is not distinct from parts.{dimension}
order by
    parts.{dimension} nulls last,
    bins.bin
