-- A stated execution rate against executed / budget beside it, in forms, in registers and in reports.
with stated as (
    select
        evaluated.batch_id, record_key, file, evaluated.sheet, district, department, fiscal_year, name, form_id, cells, budget_base as budget, executed, execution_rate_stated,
        case when has_revised_column then '全年预算数' else '年初预算数' end as budget_name,
        coalesce(revised_budget_printed, initial_budget_printed) as budget_printed, executed_printed, sheet_cell.text as rate_printed
    from evaluated
    left join sheet_cell
        on sheet_cell.batch_id = evaluated.batch_id and sheet_cell.sheet = evaluated.sheet and sheet_cell.cell = (evaluated.cells->>'execution_rate_stated')
    union all by name
    select
        evaluated.batch_id, record_key, file, evaluated.sheet, district, department, fiscal_year, name || '：' || rtrim(funding.label, '：:') as name, form_id,
        funding.cells, if(has_revised_column, funding.revised_budget, funding.initial_budget) as budget, funding.executed, funding.execution_rate_stated,
        case when has_revised_column then '全年预算数' else '年初预算数' end as budget_name,
        if(has_revised_column, funding.revised_budget_printed, funding.initial_budget_printed) as budget_printed, funding.executed_printed,
        sheet_cell.text as rate_printed, 'warning' as of_part
    from funding
    join evaluated using (form_id)
    left join sheet_cell
        on sheet_cell.batch_id = evaluated.batch_id and sheet_cell.sheet = evaluated.sheet and sheet_cell.cell = (funding.cells->>'execution_rate_stated')
    where
        funding.source <> 'total' and funding.applicable
        and abs(funding.execution_rate_stated - funding.executed::double
                / nullif(if(has_revised_column, funding.revised_budget, funding.initial_budget), 0)::double) > 0.00004
    union all by name
    select
        batch_id, record_key, file, sheet, district, department, fiscal_year, name, form_id, cells,
        coalesce(revised_budget, initial_budget) as budget, executed, execution_rate_stated,
        case when revised_budget is null then '年初预算数' else '全年预算数' end as budget_name,
        coalesce(printed->>'revised_budget', printed->>'initial_budget') as budget_printed, printed->>'executed' as executed_printed,
        printed->>'execution_rate_stated' as rate_printed
    from line
),
judged as (
    select
        *, executed::double / nullif(budget, 0)::double as rate,
        (half_unit(executed_printed) + half_unit(budget_printed) * abs(executed::double / nullif(budget, 0)::double))
            / nullif(abs(try_cast(replace(budget_printed, ',', '') as double)), 0) + half_rate(rate_printed) as slack
    from stated
    where execution_rate_stated is not null
)
select
    batch_id, record_key, file, sheet, district, department, fiscal_year, cells, split_part(name, '：', 1) as project,
    if(of_part is null, '执行率', split_part(name, '：', -1) || '：执行率') as field,
    rate_printed as stated,
    format('{:.2f}%', rate * 100) as recomputed,
    execution_rate_stated - rate as difference,
    budget::double as amount_at_stake,
    case when only_cut_off(execution_rate_stated, rate, rate_printed) then 'note' else of_part end as severity,
    format('“{}”执行{}、预算{}，所列执行率{}，重算为{:.2f}%。', name, executed_printed, budget_printed, rate_printed, rate * 100) as message,
    ['revised_budget', 'initial_budget', 'executed', 'execution_rate_stated'] as at,
    [{'label': budget_name, 'value': budget::double, 'unit': '万元', 'at': if(budget_name = '年初预算数', 'initial_budget', 'revised_budget')},
     {'label': '全年执行数', 'value': executed::double, 'unit': '万元', 'at': 'executed'}] as terms,
    'ROUND(b / a, 4)' as formula, '执行率' as result_label, '所列执行率' as stated_label, '%' as result_unit
from judged
where abs(execution_rate_stated - rate) > least(coalesce(slack, 0.00005), 0.01) * 1.000001
