-- question: which execution rates do the figures of one department give, and which one did its report use?
-- question_zh: 一个部门的数字能算出几个执行率，报告用的是哪一个？
-- grain: one row a department, year and way to reckon the rate; only ways of which both parts are known.
-- formula: execution_rate = numerator / denominator. The ways: spending over the budget of the year and project spending over the
--   project budget (部门整体绩效); fiscal spending over the fiscal money available and all spending over all money available
--   (部门决算表: 支出合计 over 收支总计); projects published: the total rows of the self-evaluations that enter sums, with the
--   projects that only a report names. used: the way nearest to the stated rate; rate_gap is how far it is from it.
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   way - how it is reckoned, in words
--   numerator - 万元
--   numerator_source - what it is and where it stands
--   denominator - 万元
--   denominator_source - what it is and where it stands
--   numerator_file - file of the numerator; null where it is a sum of projects
--   numerator_sheet - its sheet
--   numerator_cell - its cell
--   denominator_file - file of the denominator; null where it is a sum of projects
--   denominator_sheet - its sheet
--   denominator_cell - its cell
--   execution_rate - ratio
--   execution_rate_stated - ratio, as the department's report states it
--   rate_gap - ratio, execution_rate less the stated one
--   used - true for the way nearest to the stated rate
with said as (
    select selected_row.*, form.file, form.sheet from selected_row join form using (form_id)
),
evaluated as (
    select *, cast(json_extract_string(more, '$.project_budget') as decimal(20, 6)) as project_budget,
           cast(json_extract_string(more, '$.project_executed') as decimal(20, 6)) as project_executed,
           json_extract_string(cells, '$.executed') as executed_cell, json_extract_string(cells, '$.revised_budget') as revised_cell,
           json_extract_string(cells, '$.project_executed') as project_executed_cell,
           json_extract_string(cells, '$.project_budget') as project_budget_cell
    from said where kind = 'department_evaluation'
),
totals as (
    select *, coalesce(json_extract_string(cells, '$.final_accounts'), json_extract_string(cells, '$.amount')) as cell
    from said where kind = 'department_accounts' and level in ('合计', '总计')
),
accounts as (
    select district, department, fiscal_year, table_name, coalesce(final_accounts, amount) as total, file, sheet, cell,
           concat(table_name, '“', name, '”（', sheet, ' ', cell, '）') as place
    from totals
),
published as (
    select district, department, fiscal_year, budget_base, executed, null as claimed from selected where counted
),
named as (
    select department, fiscal_year, regexp_replace(name, '[\s“”"''（）()·]', '', 'g') as plain
    from project where department in (select department from said where kind = 'project_claims')
),
everything as (
    select * from published
    union all by name
    select district, department, fiscal_year, max(revised_budget) as budget_base, max(executed) as executed, min(name) as claimed
    from (select *, regexp_replace(name, '[\s“”"''（）()·]', '', 'g') as plain from said where kind = 'project_claims') as claim
    where revised_budget is not null and executed is not null
        and not exists (
            select 1 from named where named.department = claim.department and named.fiscal_year = claim.fiscal_year and named.plain = claim.plain
        )
    group by district, department, fiscal_year, plain
),
projects as (
    select district, department, fiscal_year, sum(executed) as executed, sum(budget_base) as budget,
           concat(count(*) filter (where claimed is null), '张自评表的“年度资金总额”行',
               case when count(claimed) > 0 then concat('，另有只见于报告的', count(claimed), '个项目') else '' end) as place
    from everything group by district, department, fiscal_year
),
ways as (
    select district, department, fiscal_year, 1 as place, '财政支出 ÷ 全年预算' as way,
           executed as numerator, concat('支出总数（', sheet, ' ', executed_cell, '）') as numerator_source,
           revised_budget as denominator, concat('全年预算数（', sheet, ' ', revised_cell, '）') as denominator_source,
           file as numerator_file, sheet as numerator_sheet, executed_cell as numerator_cell,
           file as denominator_file, sheet as denominator_sheet, revised_cell as denominator_cell
    from evaluated
    union all
    select spent.district, spent.department, spent.fiscal_year, 2, '财政支出 ÷ 可用财政资金', spent.total, spent.place, available.total, available.place,
           spent.file, spent.sheet, spent.cell, available.file, available.sheet, available.cell
    from accounts as spent join accounts as available using (district, department, fiscal_year)
    where spent.table_name = '一般公共预算财政拨款支出决算表' and available.table_name = '财政拨款收入支出决算总表'
    union all
    select spent.district, spent.department, spent.fiscal_year, 3, '全部支出 ÷ 全部可用资金', spent.total, spent.place, available.total, available.place,
           spent.file, spent.sheet, spent.cell, available.file, available.sheet, available.cell
    from accounts as spent join accounts as available using (district, department, fiscal_year)
    where spent.table_name = '支出决算表' and available.table_name = '收入支出决算总表'
    union all
    select district, department, fiscal_year, 4, '项目支出 ÷ 项目预算',
           project_executed, concat('项目支出（', sheet, ' ', project_executed_cell, '）'),
           project_budget, concat('项目预算（', sheet, ' ', project_budget_cell, '）'),
           file, sheet, project_executed_cell, file, sheet, project_budget_cell
    from evaluated
    union all
    select district, department, fiscal_year, 5, '公开项目的执行数 ÷ 预算数', executed, concat('全年执行数：', place), budget, concat('预算数：', place),
           null, null, null, null, null, null
    from projects
),
rated as (
    select ways.*, ways.numerator::double / nullif(ways.denominator, 0)::double as execution_rate, evaluated.execution_rate_stated
    from ways left join evaluated using (district, department, fiscal_year)
    where ways.numerator is not null and ways.denominator > 0
)
select
    district, department, fiscal_year, way, numerator, numerator_source, denominator, denominator_source,
    numerator_file, numerator_sheet, numerator_cell, denominator_file, denominator_sheet, denominator_cell,
    execution_rate, execution_rate_stated,
    execution_rate - execution_rate_stated as rate_gap,
    coalesce(row_number() over (partition by district, department, fiscal_year order by abs(execution_rate - execution_rate_stated), place) = 1
        and execution_rate_stated is not null, false) as used
from rated
order by district, department, fiscal_year, place
