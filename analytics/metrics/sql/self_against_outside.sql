-- question: How do the scores of a department's own evaluations lie beside the one score given from outside?
-- question_zh: 同一部门，自评得分与专家评分差多少？
-- grain: one row a score sheet, in the order of department, year, project
-- columns:
--   form_id - the sheet
--   project - 被评价的项目
--   department - 预算部门
--   fiscal_year - 年度
--   outside_score - points, the total of the sheet
--   own_score - points, the self-evaluation of the same project where there is one
--   self_mean - points, mean of all self-evaluations of the department and year
--   scored - self-evaluations in that mean
with outside as (
    select selected_row.form_id, form.project, selected_row.department, selected_row.fiscal_year, max(form.total_score)::double as outside_score
    from selected_row join form on form.form_id = selected_row.form_id
    where selected_row.kind = 'expert_scores'
    group by all
),
own as (
    select department, fiscal_year, avg(score_stated::double) as self_mean, count(score_stated) as scored from project group by all
)
select outside.form_id, outside.project, outside.department, outside.fiscal_year, outside_score,
       (select max(project.score_stated)::double from project
        where project.department = outside.department and project.fiscal_year is not distinct from outside.fiscal_year and project.name = outside.project) as own_score,
       own.self_mean, coalesce(own.scored, 0) as scored
from outside left join own on own.department = outside.department and own.fiscal_year is not distinct from outside.fiscal_year
order by outside.department, outside.fiscal_year, outside.project
