-- question: what does each line of a department's final accounts say, and do its stated rates follow from its amounts?
-- question_zh: 部门决算的每一行写了什么，所列的增减率和占比能由金额算出吗？
-- grain: one row a line, in the order of the document; 万元; rates as ratios.
-- formula: share = line / total (合计) of its own table; change_rate = change / (this year - change);
--   outturn_deviation = variance / initial budget. line_standing: 有矛盾 where a stated rate is further off than rounding
--   explains (half a digit of the first decimal, and a hundredth of 万元 in the base), 未印证 where none is stated.
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   line_number - place in the document
--   table_name - of the accounts
--   name - of the project or line
--   level - 总计, 合计, 类, 款 or 其中
--   initial_budget - 万元
--   initial_budget_derived - true where it is final accounts less the stated variance
--   final_accounts - 万元
--   line_share - ratio of the total of its own table, recomputed
--   share_stated - ratio, as stated
--   share_holds - true where the stated share is found again
--   change_amount - 万元 against the year before, as stated
--   change_rate - ratio, recomputed
--   change_rate_stated - ratio, as stated
--   change_holds - true where the stated growth is found again
--   variance_amount - 万元, as stated
--   outturn_deviation - ratio, base: initial budget
--   variance_rate_stated - ratio, as stated
--   variance_holds - true where the stated variance is found again
--   line_standing - 已印证, 未印证 or 有矛盾
--   note - as printed
--   file - file
--   sheet - sheet
--   cell - address of the figure
with summed as (
    select line.*, total.final_accounts as table_total,
           line.final_accounts::double / nullif(total.final_accounts, 0)::double as line_share
    from selected_account as line
    left join (
        select district, department, fiscal_year, table_name, max(final_accounts) as final_accounts
        from selected_account where level = '合计' group by all
    ) as total
        on total.department = line.department and total.fiscal_year = line.fiscal_year and total.table_name = line.table_name
       and total.district is not distinct from line.district
),
checked as (
    select *,
        case when share_stated is null or line_share is null then null
             else abs(line_share - share_stated) <= 0.0005 + 0.01 / abs(table_total::double) end as share_holds,
        case when change_rate_stated is null then null
             when final_accounts - change_amount = 0 then false
             else abs(change_rate - change_rate_stated) <= 0.0005 + 0.01 / abs((final_accounts - change_amount)::double) end as change_holds,
        case when variance_rate_stated is null then null
             when initial_budget = 0 then final_accounts = 0
             else abs(outturn_deviation - variance_rate_stated) <= 0.0005 + 0.01 / abs(initial_budget::double) end as variance_holds
    from summed
)
select
    district, department, fiscal_year, line_number, table_name, name, level,
    initial_budget, initial_budget_derived, final_accounts,
    line_share, share_stated, share_holds,
    change_amount, change_rate, change_rate_stated, change_holds,
    variance_amount, outturn_deviation, variance_rate_stated, variance_holds,
    case when not (coalesce(share_holds, true) and coalesce(change_holds, true) and coalesce(variance_holds, true)) then '有矛盾'
         when coalesce(share_holds, change_holds, variance_holds) is null then '未印证'
         else '已印证' end as line_standing,
    note, file, sheet, json_extract_string(cells, '$.final_accounts') as cell
from checked
left join (select table_row.row_id, form.file, form.sheet from table_row join form using (form_id)) as origin using (row_id)
order by district, department, fiscal_year, line_number
