-- question: Which departments have several self-evaluations that can be compared with each other?
-- question_zh: 哪些部门有几张自评表可以互相比较？
-- grain: one row a district, department and fiscal year with at least two self-evaluations
-- columns:
--   district - null where the form does not say
--   department - null where the form does not say
--   fiscal_year - null where the form does not say
--   forms - self-evaluations
select district, department, fiscal_year, count(*) as forms
from selected
group by district, department, fiscal_year
having count(*) > 1
order by forms desc, district, department, fiscal_year
