-- question: Which forms are there to be judged by a scoring rule?
-- question_zh: 各区各部门各年度有多少张自评表、其中成本单列的有多少？
-- grain: one row a district, department and fiscal year
-- columns:
--   district - null where the form does not say
--   department - null where the form does not say
--   fiscal_year - null where the form does not say
--   forms - self-evaluations
--   cost_forms - those in which 成本 is a first level of its own, with a weight
with own as (
    select distinct form_id, district, department, fiscal_year from selected_indicator where dimension = '成本' and applicable and weight is not null
),
costed as (
    select district, department, fiscal_year, count(*) as forms from own group by district, department, fiscal_year
),
summed as (
    select district, department, fiscal_year, cast(sum(projects) as bigint) as forms from selected_sum group by district, department, fiscal_year
)
select summed.district, summed.department, summed.fiscal_year, summed.forms, coalesce(costed.forms, 0) as cost_forms
from summed
left join costed
    on costed.district is not distinct from summed.district and costed.department is not distinct from summed.department
    and costed.fiscal_year is not distinct from summed.fiscal_year
order by summed.district nulls last, summed.department nulls last, summed.fiscal_year nulls last
