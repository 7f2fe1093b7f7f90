-- A stated execution rate that fits the initial budget and not the revised one that stands beside it: rates of two bases cannot be compared.
with rates as (
    select
        evaluated.*, sheet_cell.text as rate_printed,
        executed::double / nullif(initial_budget, 0)::double as on_initial, executed::double / nullif(revised_budget, 0)::double as on_revised
    from evaluated
    left join sheet_cell
        on sheet_cell.batch_id = evaluated.batch_id and sheet_cell.sheet = evaluated.sheet and sheet_cell.cell = (evaluated.cells->>'execution_rate_stated')
    where has_revised_column and execution_rate_stated is not null and initial_budget <> revised_budget and unit_status <> 'suspect'
)
select
    *,
    '执行率的分母' as field,
    coalesce(rate_printed, format('{:.2f}%', execution_rate_stated * 100)) as stated,
    format('{:.2f}%', on_revised * 100) as recomputed,
    execution_rate_stated - on_revised as difference,
    abs(revised_budget - initial_budget)::double as amount_at_stake,
    format('所列执行率 {} 是按年初预算数 {} 万元算的；表中有全年预算数 {} 万元，按它应为 {:.2f}%。两种口径的执行率不能放在一起比较。',
        coalesce(rate_printed, format('{:.2f}%', execution_rate_stated * 100)), initial_budget::double, revised_budget::double, on_revised * 100) as message,
    name as project,
    ['initial_budget', 'revised_budget', 'executed', 'execution_rate_stated'] as at,
    [{'label': '全年预算数', 'value': revised_budget::double, 'unit': '万元', 'at': 'revised_budget'},
     {'label': '全年执行数', 'value': executed::double, 'unit': '万元', 'at': 'executed'}] as terms,
    'ROUND(b / a, 4)' as formula, '按全年预算数的执行率' as result_label, '所列执行率' as stated_label, '%' as result_unit
from rates
where abs(execution_rate_stated - on_initial) <= least(half_rate(coalesce(rate_printed, '0.00%')), 0.005) * 1.000001
    and abs(execution_rate_stated - on_revised) > least(half_rate(coalesce(rate_printed, '0.00%')), 0.005) * 4
