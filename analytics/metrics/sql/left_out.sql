-- question: Which projects stay out of the sums, and why?
-- question_zh: 哪些项目没有计入金额合计，为什么？
-- grain: one row a reason
-- formula: a project is left out when its unit is in doubt or an amount is missing; the printed amounts are of no settled unit
-- by: any
-- columns:
--   reason - code of the mart: unit_suspect, executed_missing, budget_missing
--   label - the reason in Chinese
--   projects - number of projects
--   amount_printed - sum of the amounts as printed, where they are numbers; not 万元 for certain
select
    {dimension},
    not_counted as reason,
    case not_counted
        when 'unit_suspect' then '金额单位存疑，待人工认定'
        when 'executed_missing' then '全年执行数未填或无法读取'
        when 'budget_missing' then '预算数未填或无法读取'
        else not_counted
    end as label,
    count(*) as projects,
    sum(coalesce(
        try_cast(replace(revised_budget_printed, ',', '') as double),
        try_cast(replace(initial_budget_printed, ',', '') as double),
        try_cast(replace(executed_printed, ',', '') as double)
    )) as amount_printed
from selected
where not_counted is not null
group by
    {dimension},
    not_counted
order by
    {dimension},
    projects desc, reason
