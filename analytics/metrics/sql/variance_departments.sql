-- question: how far did a department's spending end from its budget, on every base its documents give?
-- question_zh: 按各种口径，部门支出与预算相差多少？
-- grain: one row a department and year that has a general public budget table or an overall evaluation.
-- formula: deviation = (spending - base) / base. The initial budget is the sum of the classes (null unless every class has
--   one); the revised budget, its spending and the stated rate are those of the overall evaluation (部门整体绩效).
--   deviation_standing: 已印证 where the stated rate follows from one of the two bases, and base_confirmed names it.
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   initial_budget - 万元
--   final_accounts - 万元
--   outturn_difference - 万元, spending less initial budget
--   outturn_deviation - ratio, base: initial budget
--   revised_budget - 万元, after in-year adjustment
--   executed - 万元
--   deviation_on_revised - ratio, base: revised budget
--   outturn_deviation_stated - ratio, as stated
--   base_confirmed - the base on which the stated rate is found again
--   deviation_standing - 已印证, 未印证 or 有矛盾
with classes as (
    select district, department, fiscal_year,
           case when count(*) = count(initial_budget) then sum(initial_budget) end as initial_budget,
           sum(final_accounts) as final_accounts
    from selected_account
    where table_name = '一般公共预算财政拨款支出决算表' and level = '类'
    group by district, department, fiscal_year
),
evaluated as (
    select district, department, fiscal_year, revised_budget, executed,
           cast(json_extract_string(more, '$.outturn_deviation_stated') as double) as outturn_deviation_stated
    from selected_row where kind = 'department_evaluation'
),
joined as (
    select coalesce(classes.district, evaluated.district) as district,
           coalesce(classes.department, evaluated.department) as department,
           coalesce(classes.fiscal_year, evaluated.fiscal_year) as fiscal_year,
           classes.initial_budget, classes.final_accounts,
           classes.final_accounts - classes.initial_budget as outturn_difference,
           (classes.final_accounts - classes.initial_budget)::double / nullif(classes.initial_budget, 0)::double as outturn_deviation,
           evaluated.revised_budget, evaluated.executed,
           (evaluated.executed - evaluated.revised_budget)::double / nullif(evaluated.revised_budget, 0)::double as deviation_on_revised,
           evaluated.outturn_deviation_stated
    from classes full join evaluated
        on classes.department = evaluated.department and classes.fiscal_year = evaluated.fiscal_year
       and classes.district is not distinct from evaluated.district
)
select *,
    case when abs(outturn_deviation - outturn_deviation_stated) <= 0.0005 then '年初预算数'
         when abs(deviation_on_revised - outturn_deviation_stated) <= 0.0005 then '全年预算数' end as base_confirmed,
    case when outturn_deviation_stated is null or coalesce(outturn_deviation, deviation_on_revised) is null then '未印证'
         when base_confirmed is not null then '已印证'
         else '有矛盾' end as deviation_standing
from joined
order by district, department, fiscal_year
