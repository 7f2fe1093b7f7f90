-- question: Which indicators state this fact, and what did each earn?
-- question_zh: 写了这一情形的是哪些指标，各得多少分？
-- grain: one row an indicator that states the fact asked for, the lowest share first
-- formula: share = score / weight
-- parameters:
--   fact = '' the mark of a fact
-- columns:
--   fact - a short mark of what is equal
--   fact_label - the same in words
--   fact_kind - numbers where target and result are the same numbers, words where the result is only worded alike
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
--   file - where it stands
--   sheet - where it stands
--   cell - of the score
select *
from ({uneven_facts}) as stated
where fact = $fact
order by share, department, name, cell
