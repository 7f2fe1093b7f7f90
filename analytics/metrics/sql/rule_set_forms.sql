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
    select distinct form_id from selected_indicator where dimension = '成本' and applicable and weight is not null
)
select district, department, fiscal_year, count(*) as forms, count(own.form_id) as cost_forms
from selected left join own using (form_id)
group by district, department, fiscal_year
order by district nulls last, department nulls last, fiscal_year nulls last
