-- question: Where did equal facts earn different marks?
-- question_zh: 哪些同样的情形得了不同的分？
-- grain: one row a fact that stands in at least two forms of a year with different shares of the weight, widest apart first
-- formula: share = score / weight; spread = highest share - lowest share; within = the widest spread inside one department
-- columns:
--   fact - a mark of what is equal
--   fact_label - the same in words
--   fact_kind - numbers where target and result are the same numbers, words where the result is only worded alike
--   fiscal_year - the year in which it is equal
--   indicators - how many state it
--   departments - how many departments
--   districts - how many districts
--   lowest - ratio, the lowest share of a weight
--   highest - ratio, the highest
--   spread - ratio, highest - lowest
--   within - ratio, the widest spread inside one department
with own as (
    select
        fact, district, department, count(*) as indicators, min(share) as low, max(share) as high,
        min(project_id) as first_project, max(project_id) as last_project
    from selected_fact
    group by fact, district, department
),
uneven as (
    select
        fact, sum(indicators)::bigint as indicators, count(distinct department) as departments, count(distinct district) as districts,
        min(low) as lowest, max(high) as highest, round(max(high) - min(low), 6) as spread, round(max(high - low), 6) as within
    from own
    group by fact
    having min(first_project) <> max(last_project) and max(high) - min(low) > 0.005
),
example as (
    select fact, any_value(basis) as basis, any_value(facet) as facet, any_value(target) as target, any_value(target_value) as target_value,
           any_value(actual_value) as actual_value, any_value(said) as said, any_value(standing) as standing, any_value(fiscal_year) as fiscal_year
    from selected_fact
    where fact in (select fact from uneven)
    group by fact
)
select
    fact::varchar as fact,
    case
        when basis = 'reached' and target_value is null then format('满意度指标值没有写数字，完成值 {:.4g}%', actual_value * 100)
        when basis = 'reached' then format('满意度指标值 {:.4g}%，完成值 {:.4g}%', target_value * 100, actual_value * 100)
        when basis = 'standing' then format('满意度指标值 {:.4g}%，完成情况写“{}”一类的话', target_value * 100, standing)
        when basis = 'number' then format('{}指标值“{}”，完成值“{}”', facet, target, said)
        else format('完成情况都写“{}”', said)
    end as fact_label,
    case when basis in ('reached', 'number') then 'numbers' else 'words' end as fact_kind,
    fiscal_year, indicators, departments, districts, lowest, highest, spread, within
from uneven
join example using (fact)
order by spread desc, indicators desc, fact_label
