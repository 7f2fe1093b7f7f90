-- A budget revised in the year by 30 % and more: the rate on the initial budget is shown beside the rate on the revised one.
select
    *,
    '全年预算数' as field,
    revised_budget_printed as stated,
    initial_budget_printed as recomputed,
    (revised_budget - initial_budget)::double as difference,
    abs(revised_budget - initial_budget)::double as amount_at_stake,
    format('年初预算 {:.2f} 万元，年中调整为 {:.2f} 万元（{:+.1f}%）；执行 {:.2f} 万元，按全年预算数执行率 {:.1f}%，按年初预算数为 {:.1f}%。',
        initial_budget::double, revised_budget::double, revision_rate * 100, executed::double, execution_rate * 100,
        executed::double / initial_budget::double * 100) as message,
    name as project,
    ['initial_budget', 'revised_budget', 'executed'] as at,
    [{'label': '年初预算数', 'value': initial_budget::double, 'unit': '万元', 'at': 'initial_budget'},
     {'label': '全年预算数', 'value': revised_budget::double, 'unit': '万元', 'at': 'revised_budget'}] as terms,
    'ROUND((b - a) / a, 3)' as formula, '调整幅度' as result_label, null as stated_label, '%' as result_unit
from evaluated
where abs(revision_rate) >= 0.3 and initial_budget > 0 and executed is not null and revised_budget > 0 and unit_status <> 'suspect'
