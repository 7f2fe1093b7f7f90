-- question: How many projects and how much money bear each grade?
-- question_zh: 各等级有多少项目、多少资金？
-- grain: one row a grade, empty ones too, for each value of the dimension
-- formula: 优 from 90, 良 from 80, 中 from 60, 差 below; forms without a total are 未评分
-- by: district, department, fiscal_year, subject, unit_status, rate_standing, supervising_unit, implementing_unit
-- columns:
--   grade - 优 良 中 差 未评分
--   projects - number of projects
--   budget - 万元, budget_base of the counted among them
with grades as (
    select *
    from (values (1, '优'), (2, '良'), (3, '中'), (4, '差'), (5, '未评分')) as grades(place, grade)
),
parts as (
    select distinct
        {dimension},
        1 as part
    from selected_grade
),
graded as (
    select
        {dimension},
        grade, cast(sum(projects) as bigint) as projects, sum(budget) as budget
    from selected_grade
    group by
        {dimension},
        grade
)
select
    parts.{dimension},
    grades.grade, coalesce(graded.projects, 0) as projects, coalesce(graded.budget, 0) as budget
from parts
cross join grades
left join graded
    on graded.grade = grades.grade
    and graded.{dimension} is not distinct from parts.{dimension}
order by
    parts.{dimension} nulls last,
    grades.place
