-- The share of a line in the total of its table, as stated, against both amounts. A total is the first 合计 or 总计 of a table.
with total as (
    select batch_id, department, fiscal_year, table_name, final_accounts as whole, printed->>'final_accounts' as whole_printed,
        {'batch_id': batch_id, 'file': file, 'sheet': sheet, 'cell': cells->>'final_accounts'} as whole_place
    from line
    where kind = 'department_accounts' and level in ('合计', '总计') and final_accounts > 0
    qualify row_number() over (partition by batch_id, department, fiscal_year, table_name order by line_number) = 1
),
judged as (
    select
        line.*, whole, whole_printed, whole_place,
        line.final_accounts::double / whole::double as rate,
        (half_unit(line.printed->>'final_accounts') + half_unit(whole_printed) * line.final_accounts::double / whole::double) / whole::double
            + half_rate(line.printed->>'share_stated') as slack
    from line
    join total
        on total.batch_id = line.batch_id and total.department is not distinct from line.department
        and total.fiscal_year is not distinct from line.fiscal_year and total.table_name is not distinct from line.table_name
    where line.kind = 'department_accounts' and line.share_stated is not null and line.final_accounts is not null
)
select
    batch_id, record_key, file, sheet, district, department, fiscal_year, cells,
    name || '：占比' as field,
    printed->>'share_stated' as stated,
    format('{:.2f}%', rate * 100) as recomputed,
    share_stated - rate as difference,
    final_accounts::double as amount_at_stake,
    case when only_cut_off(share_stated, rate, printed->>'share_stated') then 'note' end as severity,
    format('{}“{}”{}万元，合计{}万元，所列占比{}，重算为{:.2f}%。', coalesce(table_name, ''), name, printed->>'final_accounts', whole_printed,
        printed->>'share_stated', rate * 100) as message,
    ['final_accounts', 'share_stated'] as at,
    [{'label': '本项金额', 'value': final_accounts::double, 'unit': '万元', 'at': 'final_accounts', 'place': null},
     {'label': '同表合计', 'value': whole::double, 'unit': '万元', 'at': null, 'place': whole_place}] as terms,
    'ROUND(a / b, 4)' as formula, '占比' as result_label, '所列占比' as stated_label, '%' as result_unit
from judged
where abs(share_stated - rate) > slack * 1.000001
