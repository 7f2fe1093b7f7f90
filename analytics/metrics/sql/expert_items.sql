-- question: What did each expert give for each item?
-- question_zh: 每位专家给每一项打了多少分？
-- grain: one row an item of a score sheet, in the order of the sheet; sums are left out
-- columns:
--   form_id - the sheet
--   project - 被评价的项目
--   department - 预算部门
--   fiscal_year - 年度
--   name - item
--   weight - points to be had
--   scores - JSON list of points, one an expert, null where one gave none
--   score - points, as the sheet joins them
--   file - file
--   sheet - sheet
--   cells - JSON of the addresses of its figures, by what they are
--   project_id - the project of that name, where its form is stored
select selected_row.form_id, form.project, selected_row.department, selected_row.fiscal_year, selected_row.name, selected_row.weight,
       cast(selected_row.scores as varchar) as scores, selected_row.score, form.file, form.sheet,
       cast(selected_row.cells as varchar) as cells,
       (select max(project.project_id) from project
        where project.department = selected_row.department and project.fiscal_year is not distinct from selected_row.fiscal_year
          and project.name = form.project) as project_id
from selected_row join form on form.form_id = selected_row.form_id
where selected_row.kind = 'expert_scores' and selected_row.weight > 0 and coalesce(selected_row.level, '') not in ('合计', '总计')
order by selected_row.department, selected_row.fiscal_year, selected_row.form_id, selected_row.line_number
