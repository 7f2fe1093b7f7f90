-- question: Which indicators state this fact, and what did each earn?
-- question_zh: 写了这一情形的是哪些指标，各得多少分？
-- grain: one row an indicator that states the fact asked for, the lowest share first
-- formula: share = score / weight
-- parameters:
--   fact = '' the mark of a fact
-- columns:
--   fact - a mark of what is equal
--   project_id - whose form it is
--   form_id - the form
--   name - the project
--   district - as of the form
--   department - as of the form
--   fiscal_year - as of the form
--   level3 - the indicator
--   target - as the sheet shows it
--   actual - as the sheet shows it
--   weight - points
--   score - points
--   share - ratio
--   sheet - where it stands
--   cell - of the score
select
    fact::varchar as fact, stated.project_id, stated.form_id, stated.name, stated.district, stated.department, stated.fiscal_year,
    level3, target, actual, weight, score, round(attainment, 6) as share, form.sheet, stated.cells->>'score' as cell
from selected_indicator as stated
join form using (form_id)
where fact = try_cast($fact as ubigint)
order by share, department, name, cell
