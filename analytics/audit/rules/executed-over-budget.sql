-- More spent than the budget of the year.
select
    *,
    '全年执行数' as field,
    executed_printed as stated,
    coalesce(revised_budget_printed, initial_budget_printed) as recomputed,
    (executed - budget_base)::double as difference,
    (executed - budget_base)::double as amount_at_stake,
    format('执行 {} 大于预算 {}，执行率 {:.2f}%：超预算支出，或预算数没有按调整后的填。',
        executed_printed, coalesce(revised_budget_printed, initial_budget_printed), execution_rate * 100) as message,
    name as project,
    ['initial_budget', 'revised_budget', 'executed'] as at,
    [{'label': if(has_revised_column, '全年预算数', '年初预算数'), 'value': budget_base::double, 'unit': '万元',
      'at': if(has_revised_column, 'revised_budget', 'initial_budget')},
     {'label': '全年执行数', 'value': executed::double, 'unit': '万元', 'at': 'executed'}] as terms,
    if(budget_base > 0, 'ROUND(b / a, 4)', 'b - a') as formula, if(budget_base > 0, '执行率', '超出预算') as result_label, null as stated_label,
    if(budget_base > 0, '%', '万元') as result_unit
from evaluated
where executed > budget_base and budget_base >= 0 and unit_status <> 'suspect'
    and (executed - budget_base)::double > (half_unit(executed_printed) + half_unit(coalesce(revised_budget_printed, initial_budget_printed)))
        * case unit_used when '元' then 0.0001 when '千元' then 0.1 when '亿元' then 10000 else 1 end
