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
select fact::varchar as fact, fact_label, fact_kind, fiscal_year, indicators, departments, districts, lowest, highest, spread, within
from selected_uneven
order by spread desc, indicators desc, fact_label, fiscal_year
