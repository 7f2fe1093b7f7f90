-- question: by functional class, how far did a department's final accounts end from its initial budget?
-- question_zh: 按功能分类，部门决算与年初预算相差多少？
-- grain: one row a department, year and line (类, 款) of the general public budget table, in the order of the table.
-- formula: outturn_deviation = (final_accounts - initial_budget) / initial_budget; an initial budget that is not printed
--   is derived as final_accounts - variance_amount. Scope: 一般公共预算财政拨款. Base: 年初预算数.
--   variance_standing: 年初为零 where there is no base; 有矛盾 where the stated rate is further off than rounding explains
--   (half a digit of the first decimal, and a hundredth of 万元 in the base).
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   line_number - place in the document
--   name - of the project or line
--   level - 总计, 合计, 类, 款 or 其中
--   initial_budget - 万元
--   initial_budget_derived - true where it is final accounts less the stated variance
--   final_accounts - 万元
--   variance_amount - 万元, as stated
--   outturn_deviation - ratio, base: initial budget
--   variance_rate_stated - ratio, as stated
--   variance_standing - 已印证, 未印证, 有矛盾 or 年初为零
--   zero_base - true where the initial budget is zero
select
    district, department, fiscal_year, line_number, name, level,
    initial_budget, initial_budget_derived, final_accounts, variance_amount, outturn_deviation, variance_rate_stated,
    case when initial_budget is null then '未印证'
         when initial_budget = 0 and final_accounts <> 0 and variance_rate_stated is not null then '有矛盾'
         when initial_budget = 0 then '年初为零'
         when variance_rate_stated is null then '未印证'
         when abs(outturn_deviation - variance_rate_stated) <= 0.0005 + 0.01 / abs(initial_budget::double) then '已印证'
         else '有矛盾' end as variance_standing,
    initial_budget = 0 as zero_base
from selected_account
where table_name = '一般公共预算财政拨款支出决算表' and level in ('类', '款')
order by district, department, fiscal_year, line_number
