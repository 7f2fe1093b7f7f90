-- question: Which projects, departments or indicators bear a name like this?
-- question_zh: 哪些项目、部门或指标的名称是这样的？
-- grain: one row a project, or one row a name of a department or indicator; those whose name begins with it first, then the short ones
-- formula: found when the words stand in the name or beside it, the letters in its initials, or the pattern of one wrong sign in either
-- parameters:
--   kind = 'project' or department, or indicator
--   words = '' what was typed as a pattern of like, lower case, with % at both ends; empty finds nothing
--   start = '' the same for the beginning of a name
--   letters = '' initials of the sounds; empty finds nothing
--   near = '' regular expression that forgives one wrong sign; empty finds nothing
--   rows = 8 names at most
-- columns:
--   project_id - of a project
--   name - as the form has it
--   district - 区
--   department - 预算部门
--   fiscal_year - 年度 of a project
--   budget - 万元 of the project, or of the department's projects
--   projects - number of projects of the department, or with this indicator
--   found - how many names were found in all
select
    project_id, name, min(district) as district, min(department) as department, min(fiscal_year) as fiscal_year,
    sum(budget) as budget, cast(sum(projects) as bigint) as projects, count(*) over () as found
from selected_name
where kind = $kind
    and (
        haystack like $words escape '!'
        or ($letters <> '' and contains(letters, $letters))
        or ($near <> '' and (regexp_matches(haystack, $near) or regexp_matches(letters, $near)))
    )
group by project_id, name
order by
    max(case when lower(name) like $start escape '!' or letters = $letters then 0 when lower(name) like $words escape '!' then 1 else 2 end),
    length(name), sum(budget) desc nulls last, name, project_id
limit cast($rows as integer)
