-- Last year's amount as this year's accounts imply it (final accounts - change) against last year's own accounts, line by line.
with single as (
    select
        *, coalesce(table_name, '') as of_table, coalesce(side, '') as of_side, regexp_replace(name, '\s', '', 'g') as plain_name,
        {'batch_id': batch_id, 'file': file, 'sheet': sheet, 'cell': cells->>'final_accounts'} as place
    from line
    where kind = 'department_accounts' and final_accounts is not null and name is not null
    qualify count(*) over (partition by district, department, fiscal_year, table_name, side, level, regexp_replace(name, '\s', '', 'g')) = 1
)
select
    this.batch_id, this.record_key, this.file, this.sheet, this.district, this.department, this.fiscal_year, this.cells,
    this.name || '：上年数' as field,
    format('{}', (this.final_accounts - this.change_amount)::double) as stated,
    format('{}', last.final_accounts::double) as recomputed,
    (this.final_accounts - this.change_amount - last.final_accounts)::double as difference,
    abs(this.final_accounts - this.change_amount - last.final_accounts)::double as amount_at_stake,
    format('“{}”{} 年决算 {} 万元、比上年增减 {} 万元，推得上年为 {} 万元；{} 年的决算是 {} 万元，两年的表不能衔接。',
        this.name, this.fiscal_year, this.final_accounts::double, this.change_amount::double, (this.final_accounts - this.change_amount)::double,
        last.fiscal_year, last.final_accounts::double) as message,
    ['final_accounts', 'change_amount'] as at,
    [{'label': '按本年表推得的上年数', 'value': (this.final_accounts - this.change_amount)::double, 'unit': '万元', 'at': 'final_accounts', 'place': null},
     {'label': '上年决算数', 'value': last.final_accounts::double, 'unit': '万元', 'at': null, 'place': last.place}] as terms,
    'a - b' as formula, '差额' as result_label, null as stated_label, '万元' as result_unit
from single as this
join single as last
    on last.fiscal_year = this.fiscal_year - 1 and last.department is not distinct from this.department and last.district is not distinct from this.district
    and last.of_table = this.of_table and last.of_side = this.of_side and last.level is not distinct from this.level and last.plain_name = this.plain_name
where this.change_amount is not null
    and abs(this.final_accounts - this.change_amount - last.final_accounts)
        > half_unit(this.printed->>'final_accounts') + half_unit(this.printed->>'change_amount') + half_unit(last.printed->>'final_accounts')
