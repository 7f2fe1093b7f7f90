-- A department's budget of the year greater than all the money there was (收支总计 of its accounts).
with available as (
    select department, fiscal_year, max(final_accounts) as total, any_value(printed->>'final_accounts') as shown,
        any_value({'batch_id': batch_id, 'file': file, 'sheet': sheet, 'cell': cells->>'final_accounts'}) as place
    from line
    where kind = 'department_accounts' and level = '总计' and name like '%收支总计%' and name not like '%财政拨款%'
    group by department, fiscal_year
)
select
    line.*,
    '全年预算数' as field,
    printed->>'revised_budget' as stated,
    shown as recomputed,
    (revised_budget - total)::double as difference,
    (revised_budget - total)::double as amount_at_stake,
    format('整体绩效所列全年预算数 {} 万元，而决算收支总计（全年可用资金）只有 {} 万元，多出 {:.2f} 万元：预算口径不实，执行率被压低或基数有误。',
        printed->>'revised_budget', shown, (revised_budget - total)::double) as message,
    null as project,
    ['revised_budget'] as at,
    [{'label': '整体绩效所列全年预算数', 'value': revised_budget::double, 'unit': '万元', 'at': 'revised_budget', 'place': null},
     {'label': '决算收支总计', 'value': total::double, 'unit': '万元', 'at': null, 'place': available.place}] as terms,
    'a - b' as formula, '多出' as result_label, null as stated_label, '万元' as result_unit
from line
join available
    on available.department is not distinct from line.department and available.fiscal_year is not distinct from line.fiscal_year
where kind = 'department_evaluation' and revised_budget > total + 0.01
