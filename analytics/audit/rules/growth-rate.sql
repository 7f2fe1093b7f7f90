-- The growth against the year before, as stated, against the amounts beside it: change / (this year - change).
with computed as (
    select
        *,
        final_accounts - change_amount as base,
        change_amount::double / nullif(final_accounts - change_amount, 0)::double as rate
    from line
    where kind = 'department_accounts' and change_rate_stated is not null and change_amount is not null and final_accounts is not null
),
judged as (
    select
        *,
        (half_unit(printed->>'change_amount') * (1 + abs(rate)) + half_unit(printed->>'final_accounts') * abs(rate)) / abs(base)::double
            + half_rate(printed->>'change_rate_stated') as slack
    from computed
    where rate is not null
)
select
    batch_id, record_key, file, sheet, district, department, fiscal_year, cells,
    name || '：增减率' as field,
    printed->>'change_rate_stated' as stated,
    format('{:.2f}%', rate * 100) as recomputed,
    change_rate_stated - rate as difference,
    abs(final_accounts)::double as amount_at_stake,
    case when only_cut_off(change_rate_stated, rate, printed->>'change_rate_stated') then 'note' end as severity,
    format('“{}”{}万元，比上年{}{}万元，所列增减率{}，按两数重算为{:.2f}%（{} ÷ {}）。',
        name, printed->>'final_accounts', case when change_amount < 0 then '减少' else '增加' end, ltrim(printed->>'change_amount', '-'), printed->>'change_rate_stated',
        rate * 100, change_amount::double, base::double) as message,
    ['final_accounts', 'change_amount', 'change_rate_stated'] as at,
    [{'label': '本年决算数', 'value': final_accounts::double, 'unit': '万元', 'at': 'final_accounts'},
     {'label': '比上年增减额', 'value': change_amount::double, 'unit': '万元', 'at': 'change_amount'}] as terms,
    'ROUND(b / (a - b), 4)' as formula, '增减率' as result_label, '所列增减率' as stated_label, '%' as result_unit
from judged
where abs(change_rate_stated - rate) > slack * 1.000001
