-- question: Where did equal facts earn different marks?
-- question_zh: 哪些同样的情形得了不同的分？
-- grain: one row a fact that stands in at least two forms of a year with different shares of the weight, widest apart first
-- formula: spread = highest share - lowest share; within = the widest spread inside one department
-- columns:
--   fact - a short mark of what is equal
--   fact_label - the same in words
--   fact_kind - numbers where target and result are the same numbers, words where the result is only worded alike
--   fiscal_year - the year in which it is equal
--   indicators - how many state it
--   forms - how many forms they stand in
--   departments - how many departments
--   districts - how many districts
--   lowest - ratio, the lowest share of a weight
--   highest - ratio, the highest
--   spread - ratio, highest - lowest
--   within - ratio, the widest spread inside one department
with own as (
    select
        fact, fact_label, fact_kind, fiscal_year, district, department,
        count(*) as indicators, count(distinct form_id) as forms, min(share) as low, max(share) as high
    from ({uneven_facts}) as stated
    group by fact, fact_label, fact_kind, fiscal_year, district, department
)
select
    fact, fact_label, fact_kind, fiscal_year,
    sum(indicators)::bigint as indicators, sum(forms)::bigint as forms,
    count(distinct department) as departments, count(distinct district) as districts,
    min(low) as lowest, max(high) as highest, round(max(high) - min(low), 6) as spread, round(max(high - low), 6) as within
from own
group by fact, fact_label, fact_kind, fiscal_year
having sum(forms) > 1 and max(high) - min(low) > 0.005
order by spread desc, forms desc, fact_label
