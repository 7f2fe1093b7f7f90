-- question: What does each district's name stand for?
-- question_zh: 对比中每个区的名下包括哪些部门和项目？
-- grain: one row a district
-- columns:
--   district - 区
--   departments - number of budget departments
--   projects - number of projects
--   years - the years of the forms
--   basis - 丰台区：2个部门、31个项目（2021年度）
with counted as (
    select
        district, count(distinct department) as departments, cast(sum(projects) as bigint) as projects,
        min(fiscal_year) as first_year, max(fiscal_year) as last_year, count(distinct fiscal_year) as distinct_years
    from selected_sum
    group by district
),
worded as (
    select
        *,
        case
            when distinct_years = 0 then '年度不详'
            when distinct_years = 1 then cast(first_year as varchar)
            when distinct_years = 2 then concat(cast(first_year as varchar), '、', cast(last_year as varchar))
            else concat(cast(first_year as varchar), '–', cast(last_year as varchar), '（', cast(distinct_years as varchar), '个年度）')
        end as years
    from counted
)
select
    district, departments, projects, years,
    concat(coalesce(district, '区不详'), '：', cast(departments as varchar), '个部门、', cast(projects as varchar), '个项目（', years, '）') as basis
from worded
order by district nulls last
