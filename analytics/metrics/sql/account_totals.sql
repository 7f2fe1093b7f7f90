-- question: what did a department take in and spend in a year, and on what?
-- question_zh: 一个部门一年收入多少、支出多少，花在什么上？
-- grain: one row a department and year with final accounts; 万元; a line that the accounts do not hold is null.
-- formula: growth = change against the year before / (this year - change), recomputed; shares of the year's spending
--   (全口径) or of all procurement. A stated growth further off than rounding explains is 有矛盾.
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   income - 万元, all sources
--   income_growth - ratio against the year before, recomputed
--   income_growth_stated - ratio, as stated
--   spending - 万元, all sources
--   spending_growth - ratio against the year before, recomputed
--   spending_growth_stated - ratio, as stated
--   basic_spending - 万元
--   project_spending - 万元
--   fiscal_spending - 万元, general public budget
--   three_public - 万元
--   three_public_budget - 万元
--   operating - 万元
--   operating_change - 万元
--   operating_growth - ratio, recomputed
--   procurement - 万元
--   procurement_small - 万元
--   procurement_micro - 万元
--   purchased_services - 万元
--   basic_share - ratio of spending
--   project_share - ratio of spending
--   procurement_small_share - ratio of procurement
--   procurement_micro_share - ratio of procurement
with totals as (
    select district, department, fiscal_year,
           max(final_accounts) filter (where table_name = '收入决算表' and level = '合计') as income,
           max(change_rate) filter (where table_name = '收入决算表' and level = '合计') as income_growth,
           max(change_rate_stated) filter (where table_name = '收入决算表' and level = '合计') as income_growth_stated,
           max(final_accounts) filter (where table_name = '支出决算表' and level = '合计') as spending,
           max(change_rate) filter (where table_name = '支出决算表' and level = '合计') as spending_growth,
           max(change_rate_stated) filter (where table_name = '支出决算表' and level = '合计') as spending_growth_stated,
           max(final_accounts) filter (where table_name = '支出决算表' and name = '基本支出') as basic_spending,
           max(final_accounts) filter (where table_name = '支出决算表' and name = '项目支出') as project_spending,
           max(final_accounts) filter (where table_name = '一般公共预算财政拨款支出决算表' and level = '合计') as fiscal_spending,
           max(final_accounts) filter (where table_name like '%三公%' and level = '合计') as three_public,
           max(initial_budget) filter (where table_name like '%三公%' and level = '合计') as three_public_budget,
           max(final_accounts) filter (where table_name = '机关运行经费') as operating,
           max(change_amount) filter (where table_name = '机关运行经费') as operating_change,
           max(change_rate) filter (where table_name = '机关运行经费') as operating_growth,
           max(final_accounts) filter (where table_name = '政府采购情况表' and level = '合计') as procurement,
           max(final_accounts) filter (where table_name = '政府采购情况表' and name like '%中小%') as procurement_small,
           max(final_accounts) filter (where table_name = '政府采购情况表' and name like '%小微%') as procurement_micro,
           max(final_accounts) filter (where table_name like '政府购买服务%' and level = '合计') as purchased_services
    from selected_account
    group by district, department, fiscal_year
)
select *,
    basic_spending::double / nullif(spending, 0)::double as basic_share,
    project_spending::double / nullif(spending, 0)::double as project_share,
    procurement_small::double / nullif(procurement, 0)::double as procurement_small_share,
    procurement_micro::double / nullif(procurement, 0)::double as procurement_micro_share
from totals
order by district, department, fiscal_year
