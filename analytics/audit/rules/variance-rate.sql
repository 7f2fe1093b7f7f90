-- The difference rate against the initial budget, as stated, against the amounts beside it: difference / (final accounts - difference).
-- Where the initial budget is zero no rate can be stated.
with computed as (
    select
        *,
        coalesce(initial_budget, final_accounts - variance_amount) as base,
        half_unit(printed->>'variance_amount') + half_unit(printed->>'final_accounts') as base_slack,
        variance_amount::double / nullif(coalesce(initial_budget, final_accounts - variance_amount), 0)::double as rate
    from line
    where kind = 'department_accounts' and variance_rate_stated is not null and variance_amount is not null and final_accounts is not null
),
judged as (
    select *, (half_unit(printed->>'variance_amount') + base_slack * abs(rate)) / abs(base)::double + half_rate(printed->>'variance_rate_stated') as slack
    from computed
)
select
    batch_id, record_key, file, sheet, district, department, fiscal_year, cells,
    name || '：差异率' as field,
    printed->>'variance_rate_stated' as stated,
    case when rate is null then '无法计算（年初预算为0）' else format('{:.2f}%', rate * 100) end as recomputed,
    variance_rate_stated - rate as difference,
    abs(variance_amount)::double as amount_at_stake,
    case when only_cut_off(variance_rate_stated, rate, printed->>'variance_rate_stated') then 'note' end as severity,
    case when rate is null
         then format('“{}”决算{}万元，比年初预算多{}万元，年初预算即为0，差异率无从计算，却列{}。',
             name, printed->>'final_accounts', printed->>'variance_amount', printed->>'variance_rate_stated')
         else format('“{}”决算{}万元，与年初预算相差{}万元，所列差异率{}，按两数重算为{:.2f}%。',
             name, printed->>'final_accounts', printed->>'variance_amount', printed->>'variance_rate_stated', rate * 100) end as message,
    ['final_accounts', 'variance_amount', 'variance_rate_stated'] as at,
    [{'label': '决算数', 'value': final_accounts::double, 'unit': '万元', 'at': 'final_accounts'},
     {'label': '与年初预算的差额', 'value': variance_amount::double, 'unit': '万元', 'at': 'variance_amount'},
     {'label': '年初预算数', 'value': base::double, 'unit': '万元', 'at': 'initial_budget'}][1:if(initial_budget is null or rate is null, 2, 3)] as terms,
    case when rate is null then 'a - b' when initial_budget is null then 'ROUND(b / (a - b), 4)' else 'ROUND(b / c, 4)' end as formula,
    case when rate is null then '年初预算数' else '差异率' end as result_label,
    case when rate is not null then '所列差异率' end as stated_label,
    case when rate is null then '万元' else '%' end as result_unit
from judged
where (rate is null and variance_rate_stated <> 0) or abs(variance_rate_stated - rate) > slack * 1.000001
