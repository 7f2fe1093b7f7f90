-- What a form carries over from last year against what the same project had left in last year's form. Less may have been taken back; more cannot be.
with carried as (
    select form_id, sum(coalesce(revised_budget, initial_budget)) as amount, any_value(cells) as carried_cells
    from funding
    where source = 'carry_over' and applicable and coalesce(revised_budget, initial_budget) > 0
    group by form_id
),
before as (
    select
        department, fiscal_year, regexp_replace(name, '\s', '', 'g') as plain_name, budget_base, executed, unspent,
        {'batch_id': batch_id, 'file': file, 'sheet': sheet, 'cell': cells->>if(has_revised_column, 'revised_budget', 'initial_budget')} as budget_place,
        {'batch_id': batch_id, 'file': file, 'sheet': sheet, 'cell': cells->>'executed'} as executed_place
    from evaluated
    where counted
    qualify count(*) over (partition by department, fiscal_year, regexp_replace(name, '\s', '', 'g')) = 1
)
select
    evaluated.* exclude (cells), carried_cells as cells,
    '上年结转资金' as field,
    format('{}', amount::double) as stated,
    format('{}', before.unspent::double) as recomputed,
    (amount - before.unspent)::double as difference,
    (amount - before.unspent)::double as amount_at_stake,
    format('“{}”{} 年度填上年结转 {} 万元，而 {} 年度的自评表只剩 {} 万元没有执行，多出 {:.2f} 万元，两年的表不能衔接。',
        name, evaluated.fiscal_year, amount::double, before.fiscal_year, before.unspent::double, (amount - before.unspent)::double) as message,
    name as project,
    ['revised_budget', 'initial_budget'] as at,
    [{'label': '上年预算数', 'value': before.budget_base::double, 'unit': '万元', 'at': null, 'place': budget_place},
     {'label': '上年执行数', 'value': before.executed::double, 'unit': '万元', 'at': null, 'place': executed_place}] as terms,
    'a - b' as formula, '上年未执行金额' as result_label, '本年填列的上年结转' as stated_label, '万元' as result_unit
from evaluated
join carried using (form_id)
join before
    on before.department is not distinct from evaluated.department and before.fiscal_year = evaluated.fiscal_year - 1
    and before.plain_name = regexp_replace(evaluated.name, '\s', '', 'g')
where amount > before.unspent + 0.01 and evaluated.unit_status <> 'suspect'
