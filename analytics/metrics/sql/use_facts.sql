-- question: What of each project speaks for taking money back, cutting it or keeping it?
-- question_zh: 每个项目有哪些事实，说明资金该收回、压减还是保障？
-- grain: one row a project
-- formula: low_years counts the years in a row, this one last, in which the project of this department and name was below the threshold; a year without a form ends the row
-- parameters:
--   threshold = 0.8 ratio; a project is low when its own rate is strictly less
-- columns:
--   project_id - stable across imports
--   name - project
--   department - 预算部门
--   district - 区
--   fiscal_year - 年度
--   implementing_unit - as printed
--   file - where the form stands
--   sheet - where the form stands
--   range - where the form stands
--   counted - its amounts enter the sums
--   initial_budget - 万元
--   budget_base - 万元
--   executed - 万元
--   unspent - 万元, budget less executed
--   execution_rate - ratio
--   revision_rate - ratio of the initial budget
--   over_initial - 万元, initial budget less executed: how much this year did without
--   carried_unspent - 万元, carried over from the year before and again not spent; 0 where nothing was carried over
--   low_since - first year of the row of low years; null where this year is not low
--   low_years - years of that row; 0 where this year is not low
--   results - indicators that apply, cost left out
--   missed - of those: the result is below the target as numbers, is said not to be reached, or is blank
--   standing - 已印证 未印证 有矛盾
with low as (
    select distinct coalesce(district, '') as place, department, name, fiscal_year from project where counted and execution_rate < $threshold
),
numbered as (
    select *, fiscal_year - row_number() over (partition by place, department, name order by fiscal_year) as island from low
),
low_rows as (
    select place, department, name, fiscal_year, min(fiscal_year) over (partition by place, department, name, island) as low_since from numbered
),
carried as (
    select form_id, sum(coalesce(revised_budget, initial_budget) - executed) as carried_unspent
    from funding
    where source = 'carry_over' and coalesce(revised_budget, initial_budget) > executed and form_id in (select form_id from selected)
    group by form_id
),
judged as (
    select
        project_id,
        count(*) as results,
        count(case
            when actual is null or actual like '%未完成%' or actual like '%未达%' or actual like '%没有完成%' then 1
            when direction = '≤' and actual_value > target_value then 1
            when coalesce(direction, '≥') <> '≤' and actual_value < target_value then 1
        end) as missed
    from selected_indicator
    where applicable and target is not null and dimension <> '成本' and facet <> '成本'
    group by project_id
)
select
    selected_standing.project_id, selected_standing.name, selected_standing.department, district, selected_standing.fiscal_year, implementing_unit,
    file, sheet, range, counted, initial_budget, budget_base, executed, unspent, execution_rate, revision_rate,
    initial_budget - executed as over_initial,
    coalesce(carried.carried_unspent, 0) as carried_unspent,
    low_rows.low_since,
    coalesce(selected_standing.fiscal_year - low_rows.low_since + 1, 0) as low_years,
    coalesce(judged.results, 0) as results,
    coalesce(judged.missed, 0) as missed,
    standing
from selected_standing
left join low_rows
    on low_rows.department = selected_standing.department and low_rows.name = selected_standing.name and low_rows.place = coalesce(district, '')
    and low_rows.fiscal_year = selected_standing.fiscal_year
left join carried on carried.form_id = selected_standing.form_id
left join judged on judged.project_id = selected_standing.project_id
order by unspent desc nulls last, selected_standing.name, selected_standing.project_id
