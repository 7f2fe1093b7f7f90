-- question: does what a report says of a project agree with the project's own form?
-- question_zh: 报告对项目的说法与项目自己的自评表一致吗？
-- grain: one row a project named in a report, or held as a form by a department whose overall report of that year names projects.
--   Names are compared without blanks and quotation marks. Differences are form minus report, 万元 and points; a hundredth is
--   rounding. claim_standing: 一致, 不一致, 无自评表 (only the report), 报告未列 (only the form).
-- columns:
--   project_id - stable across imports
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   name - of the project or line
--   claimed_budget - 万元, as the report says
--   budget_base - 万元
--   budget_difference - 万元, form less report
--   claimed_executed - 万元, as the report says
--   executed - 万元
--   executed_difference - 万元, form less report
--   claimed_rate - ratio, as the report says
--   execution_rate - ratio, recomputed
--   claimed_score - points, as the report says
--   score_stated - points, as the form says
--   score_difference - points, form less report
--   claimed_grade - as the report says
--   claim_source - which report
--   claim_standing - 一致, 不一致, 无自评表 or 报告未列
with claims as (
    select district, department, fiscal_year, name, revised_budget, executed, execution_rate_stated, score, grade, note, cells,
           regexp_replace(name, '[\s“”"''（）()·]', '', 'g') as plain
    from selected_row where kind = 'project_claims'
),
forms as (
    select project_id, district, department, fiscal_year, name, budget_base, executed, execution_rate, score_stated,
           regexp_replace(name, '[\s“”"''（）()·]', '', 'g') as plain
    from project
    where department in (select department from claims) and fiscal_year in (select fiscal_year from claims)
),
joined as (
    select forms.project_id,
           coalesce(claims.district, forms.district) as district,
           coalesce(claims.department, forms.department) as department,
           coalesce(claims.fiscal_year, forms.fiscal_year) as fiscal_year,
           coalesce(claims.name, forms.name) as name,
           claims.revised_budget as claimed_budget, forms.budget_base, forms.budget_base - claims.revised_budget as budget_difference,
           claims.executed as claimed_executed, forms.executed, forms.executed - claims.executed as executed_difference,
           claims.execution_rate_stated as claimed_rate, forms.execution_rate,
           claims.score as claimed_score, forms.score_stated, forms.score_stated - claims.score as score_difference,
           claims.grade as claimed_grade, claims.note as claim_source, claims.name is null as form_only
    from claims full join forms
        on forms.department = claims.department and forms.fiscal_year = claims.fiscal_year and forms.plain = claims.plain
)
select * exclude (form_only),
    case when form_only then '报告未列'
         when project_id is null then '无自评表'
         when abs(coalesce(budget_difference, 0)) > 0.01 or abs(coalesce(executed_difference, 0)) > 0.01
              or abs(coalesce(score_difference, 0)) > 0.01 then '不一致'
         else '一致' end as claim_standing
from joined
where not form_only
   or exists (select 1 from claims where claims.department = joined.department and claims.fiscal_year = joined.fiscal_year and claims.note like '%整体%')
order by district, department, fiscal_year,
    case claim_standing when '不一致' then 0 when '无自评表' then 1 when '报告未列' then 2 else 3 end, coalesce(claimed_budget, budget_base) desc
