-- question: Which projects, departments or indicators bear a name like this?
-- question_zh: 哪些项目、部门或指标的名称是这样的？
-- grain: one row a project, or one row a name of a department or indicator; those whose name begins with it first, then the short ones
-- formula: found when the words stand in the name or beside it, the letters in its initials, or the pattern of one wrong sign in either
-- parameters:
--   kind = 'project' or department, or indicator
--   word = '' the first word that was typed, lower case; empty finds nothing
--   second = '' a second word that must stand there too
--   third = '' and a third
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
with hit as (
    select *
    from selected_name
    where kind = $kind
        and (
            ($word <> '' and contains(haystack, $word) and contains(haystack, $second) and contains(haystack, $third))
            or ($letters <> '' and contains(letters, $letters))
            or ($near <> '' and (regexp_matches(name, $near) or regexp_matches(letters, $near)))
        )
),
named as (
    select project_id, name, district, department, fiscal_year, budget, projects from hit where project_id is not null
    union all
    select null, name, min(district), min(department), null, sum(budget), sum(projects) from hit where project_id is null group by name
)
select
    project_id, name, district, department, fiscal_year, budget, cast(projects as bigint) as projects, (select count(*) from named) as found
from named
order by
    case when $word <> '' and starts_with(lower(name), $word) then 0 when $word <> '' and contains(lower(name), $word) then 1 else 2 end,
    length(name), budget desc nulls last, name, project_id
limit cast($rows as integer)
