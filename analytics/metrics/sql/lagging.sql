-- question: Which departments have projects below the threshold, and since when?
-- question_zh: 哪些部门有低于阈值的项目，从哪一年起？
-- grain: one row a department in its latest year among the projects that pass the filters, most money left by low projects first
-- formula: a year is low when any of the department's counted projects is below the threshold; low_since is the first of the low years in a row up to this one. Years are looked for among all forms, whatever years the filters ask for; a year without forms ends the row
-- parameters:
--   threshold = 0.8 ratio; a project is below when its own rate is strictly less
-- columns:
--   district - 区
--   department - 预算部门
--   fiscal_year - the latest year
--   below - projects below the threshold in that year
--   low_unspent - 万元 left by those
--   unspent - 万元 left by all counted projects of that year
--   execution_rate - ratio of that year, weighted by money
--   low_since - first year of the row of low years; null where this year is not low
--   low_years - years of that row; 0 where this year is not low
--   earlier_year - the latest earlier year with forms of the department; null where there is none
--   earlier_below - projects below the threshold then
--   earlier_rate - ratio of that year, weighted by money
with latest as (
    select coalesce(district, '') as place, department, max(fiscal_year) as fiscal_year
    from selected where counted and department is not null
    group by place, department
),
now as (
    select
        latest.place, any_value(selected.district) as district, latest.department, latest.fiscal_year,
        count(case when execution_rate < $threshold then 1 end) as below,
        sum(case when execution_rate < $threshold then unspent else 0 end) as low_unspent,
        sum(unspent) as unspent,
        sum(executed)::double / nullif(sum(budget_base)::double, 0) as execution_rate
    from selected
    join latest on latest.place = coalesce(selected.district, '') and latest.department = selected.department and latest.fiscal_year = selected.fiscal_year
    where counted
    group by latest.place, latest.department, latest.fiscal_year
),
years as (
    select
        coalesce(district, '') as place, department, fiscal_year,
        count(case when execution_rate < $threshold then 1 end) as below,
        sum(executed)::double / nullif(sum(budget_base)::double, 0) as execution_rate
    from project
    where counted and department in (select department from latest)
    group by place, department, fiscal_year
),
numbered as (
    select *, fiscal_year - row_number() over (partition by place, department order by fiscal_year) as island from years where below > 0
),
low_rows as (
    select place, department, fiscal_year, min(fiscal_year) over (partition by place, department, island) as low_since from numbered
),
earlier as (
    select now.place, now.department, max(years.fiscal_year) as fiscal_year
    from now join years on years.place = now.place and years.department = now.department and years.fiscal_year < now.fiscal_year
    group by now.place, now.department
)
select
    now.district, now.department, now.fiscal_year, now.below, now.low_unspent, now.unspent, now.execution_rate,
    case when now.below > 0 then low_rows.low_since end as low_since,
    case when now.below > 0 then now.fiscal_year - low_rows.low_since + 1 else 0 end as low_years,
    earlier.fiscal_year as earlier_year, years.below as earlier_below, years.execution_rate as earlier_rate
from now
left join low_rows on low_rows.place = now.place and low_rows.department = now.department and low_rows.fiscal_year = now.fiscal_year
left join earlier on earlier.place = now.place and earlier.department = now.department
left join years on years.place = now.place and years.department = now.department and years.fiscal_year = earlier.fiscal_year
order by now.low_unspent desc, now.unspent desc, now.department
