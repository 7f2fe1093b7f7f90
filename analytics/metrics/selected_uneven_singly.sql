-- The same facts as selected_uneven, out of single indicators.
with own as (
    select
        fact, district, department, any_value(fiscal_year) as fiscal_year, count(*) as indicators,
        min(round(attainment, 6)) as low, max(round(attainment, 6)) as high,
        min(project_id) as first_project, max(project_id) as last_project
    from selected_indicator
    where fact is not null
    group by fact, district, department
),
uneven as (
    select
        fact, any_value(fiscal_year) as fiscal_year,
        sum(indicators)::bigint as indicators, count(distinct department) as departments, count(distinct district) as districts,
        min(low) as lowest, max(high) as highest, round(max(high) - min(low), 6) as spread, round(max(high - low), 6) as within
    from own
    group by fact
    having min(first_project) <> max(last_project) and max(high) - min(low) > 0.005
),
named as (
    select fact, any_value(fact_label) as fact_label, any_value(fact_kind) as fact_kind
    from fact_sum
    where fact in (select fact from uneven)
    group by fact
)
select fact, fiscal_year, fact_label, fact_kind, indicators, departments, districts, lowest, highest, spread, within
from uneven join named using (fact)
