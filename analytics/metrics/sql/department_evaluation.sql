-- question: how does a department's overall evaluation stand, each stated rate beside the recomputed one?
-- question_zh: 部门整体绩效怎么样，所列的比率与重算的一致吗？
-- grain: one row a department and year (部门整体绩效); 万元; rates as ratios.
-- formula: execution_rate = executed / revised_budget; balance_rate = balance / revised_budget.
--   scope: whose total the spending equals, 一般公共预算 or 全口径, by the department's own final accounts of that year.
--   *_standing as everywhere: 已印证 within half a digit of the first decimal, 有矛盾 beyond, 未印证 where one side is missing.
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   revised_budget - 万元, after in-year adjustment
--   executed - 万元
--   execution_rate_stated - ratio, as stated
--   score - points, as stated
--   grade - as stated
--   basic_budget - 万元
--   project_budget - 万元
--   basic_executed - 万元
--   project_executed - 万元
--   balance - 万元
--   balance_rate_stated - ratio, as stated
--   outturn_deviation_stated - ratio, as stated
--   execution_rate - ratio, recomputed
--   balance_rate - ratio, recomputed
--   deviation_on_revised - ratio, base: revised budget
--   project_execution_rate - ratio
--   basic_execution_rate - ratio
--   unspent - 万元, budget less spending
--   basic_unspent - 万元, of basic spending
--   project_unspent - 万元, of projects
--   scope - whose total the spending equals
--   execution_standing - 已印证, 未印证 or 有矛盾
--   balance_standing - 已印证, 未印证 or 有矛盾
with evaluated as (
    select district, department, fiscal_year, revised_budget, executed, execution_rate_stated, score, grade,
           cast(json_extract_string(more, '$.basic_budget') as decimal(20, 6)) as basic_budget,
           cast(json_extract_string(more, '$.project_budget') as decimal(20, 6)) as project_budget,
           cast(json_extract_string(more, '$.basic_executed') as decimal(20, 6)) as basic_executed,
           cast(json_extract_string(more, '$.project_executed') as decimal(20, 6)) as project_executed,
           cast(json_extract_string(more, '$.balance') as decimal(20, 6)) as balance,
           cast(json_extract_string(more, '$.balance_rate_stated') as double) as balance_rate_stated,
           cast(json_extract_string(more, '$.outturn_deviation_stated') as double) as outturn_deviation_stated
    from selected_row where kind = 'department_evaluation'
),
totals as (
    select district, department, fiscal_year,
           max(final_accounts) filter (where table_name = '支出决算表' and level = '合计') as spending,
           max(final_accounts) filter (where table_name = '一般公共预算财政拨款支出决算表' and level = '合计') as fiscal_spending
    from selected_account group by all
)
select
    evaluated.*,
    evaluated.executed::double / nullif(evaluated.revised_budget, 0)::double as execution_rate,
    evaluated.balance::double / nullif(evaluated.revised_budget, 0)::double as balance_rate,
    (evaluated.executed - evaluated.revised_budget)::double / nullif(evaluated.revised_budget, 0)::double as deviation_on_revised,
    evaluated.project_executed::double / nullif(evaluated.project_budget, 0)::double as project_execution_rate,
    evaluated.basic_executed::double / nullif(evaluated.basic_budget, 0)::double as basic_execution_rate,
    evaluated.revised_budget - evaluated.executed as unspent,
    evaluated.basic_budget - evaluated.basic_executed as basic_unspent,
    evaluated.project_budget - evaluated.project_executed as project_unspent,
    case when evaluated.executed = totals.spending then '全口径'
         when evaluated.executed = totals.fiscal_spending then '一般公共预算' end as scope,
    case when evaluated.execution_rate_stated is null or execution_rate is null then '未印证'
         when abs(execution_rate - evaluated.execution_rate_stated) <= 0.0005 then '已印证' else '有矛盾' end as execution_standing,
    case when evaluated.balance_rate_stated is null or balance_rate is null then '未印证'
         when abs(balance_rate - evaluated.balance_rate_stated) <= 0.0005 then '已印证' else '有矛盾' end as balance_standing
from evaluated
left join totals
    on totals.department = evaluated.department and totals.fiscal_year = evaluated.fiscal_year
   and totals.district is not distinct from evaluated.district
order by evaluated.district, evaluated.department, evaluated.fiscal_year
