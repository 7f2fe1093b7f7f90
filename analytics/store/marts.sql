-- Marts: one grain each, built once when a snapshot is built.

-- Mart: one row a self-evaluation. budget_base is revised_budget; initial_budget only where the form has no column
-- for the other (design: a blank cell in that column leaves the rate empty). Ratios are doubles; execution_rate is
-- rounded to 12 digits, else 80.80 of 101.00 is a hair below 0.8 and would count as 低于80%.
-- score_common: one rule for all forms. Execution is rate × 10 up to 10; the indicators count 90, spread over their first
-- levels as 50/30/10, or 20/40/20/10 where 成本 is a first level of its own (levels that are absent give theirs to the
-- others; as stated where a level is none of these). Bounds: what has no score might have none of its weight or all.
-- project_class: what a person decided, else the class that its name tells, else 其他; class_basis says which.
-- backwards: budget and spending are equal to the last digit in at least four fifths of at least eight projects of the department
-- and year (the rule budget-equals-spending), so that the budget looks as if written after the spending and the rate says nothing.
-- carry_over: 上年结转 within the revised budget; carry_over_added: what of it the initial budget did not hold
-- (a carry-over whose initial budget is blank was added where the budget grew by at least as much, else it was in it from the start).
-- Money is decimal(18, 6) here: a 64-bit number, which DuckDB reads and adds ten times as fast as the 128 bits of decimal(20, 6). An
-- amount of 100,000,000,000 万元 or more (a number of another kind) is of no use in a sum and is left out as one of a doubtful unit; so
-- differences stay within 64 bits too.
-- deviation_reason: the form's own words; those of 成本 and 时效 indicators, where these give none those of all; each text once, in the form's order.
-- every_reason: all of them, each once, in the order of their letters.
-- score_spread: points between the highest and the lowest of the stated, the recomputed and the common score.
-- counted: the project may enter sums of money (amounts read and unit not in doubt); otherwise not_counted says why.
-- Rows lie in the order of project_list, so that what is asked of low rates, or of those without one, leaves most of the file unread.
create table project as
with total as (
    select form_id, weight, execution_rate_stated, score, cells,
           case when abs(initial_budget) < 100000000000 then initial_budget end as initial_budget,
           case when abs(revised_budget) < 100000000000 then revised_budget end as revised_budget,
           case when abs(executed) < 100000000000 then executed end as executed,
           greatest(abs(initial_budget), abs(revised_budget), abs(executed)) >= 100000000000 as beyond,
           initial_budget_printed, revised_budget_printed, executed_printed
    from funding where source = 'total'
    qualify row_number() over (partition by form_id order by line) = 1
),
based as (
    select form.*, total.* exclude (form_id, cells, weight, score), total.cells as funding_cells,
           total.weight as execution_weight, total.score as execution_score,
           case when form.has_revised_column then total.revised_budget else total.initial_budget end as budget_base
    from form left join total using (form_id)
    where form.kind = 'self_evaluation'
),
points as (
    select form_id,
           count(*) filter (where weight is not null and applicable) as indicators,
           count(*) filter (where weight is not null and applicable and score is null) as indicators_unscored,
           sum(weight) filter (where applicable)::decimal(18, 4) as indicator_weight,
           sum(score) filter (where applicable)::decimal(18, 4) as indicator_score
    from indicator group by form_id
),
parts as (
    select form_id,
           case when level1 like '%满意%' or level2 like '%满意%' then '满意度' when level1 like '%成本%' then '成本' when level1 like '%产出%' then '产出'
                when level1 like '%效益%' or level1 like '%效果%' then '效益' else '其他' end as part,
           sum(weight)::double as weight, coalesce(sum(score), 0)::double as score, coalesce(sum(weight) filter (where score is null), 0)::double as unscored
    from indicator where weight > 0 and applicable group by form_id, part
),
frames as (
    select form_id, bool_or(part = '成本') as costed, bool_or(part = '其他') as odd from parts group by form_id
),
shared as (
    select parts.*, case when odd then parts.weight
                         when costed then case part when '成本' then 20 when '产出' then 40 when '效益' then 20 else 10 end
                         else case part when '产出' then 50 when '效益' then 30 else 10 end end as share
    from parts join frames using (form_id)
),
framed as (
    select form_id, 90 * sum(share * score / weight) / sum(share) as lowest, 90 * sum(share * (score + unscored) / weight) / sum(share) as highest
    from shared group by form_id
),
given as (
    select form_id, deviation_reason as reason, min(line) as line,
           max(case when level1 like '%成本%' and not (level1 like '%满意%' or coalesce(level2, '') like '%满意%') then 1
                    when level2 like '%数量%' or level2 like '%质量%' then 0
                    when level2 like '%时效%' or level2 like '%进度%' or level2 like '%成本%' then 1 else 0 end) as near
    from indicator
    where deviation_reason is not null and trim(deviation_reason) not in ('', '无', '无。', '无偏差', '不涉及', '/', '-', '—')
    group by form_id, deviation_reason
),
nearest as (
    select form_id, reason, line, near, max(near) over (partition by form_id) as nearer from given
),
reasons as (
    select form_id, string_agg(rtrim(reason, ' 。；;'), '；' order by line) as deviation_reason from nearest where near = nearer group by form_id
),
worded as (
    select form_id, string_agg(reason, '；' order by reason) as every_reason from given group by form_id
),
carried as (
    select form_id, sum(revised_budget)::decimal(20, 6) as carry_over,
           coalesce(sum(revised_budget - initial_budget), 0)::decimal(20, 6) as added,
           coalesce(sum(revised_budget) filter (where initial_budget is null), 0)::decimal(20, 6) as blank
    from funding where source = 'carry_over' and revised_budget is not null group by form_id
),
doubts as (
    select form_id, count(*) filter (where severity = 'error') as errors, count(*) filter (where severity = 'warning') as warnings
    from problem where form_id is not null group by form_id
)
select
    substr(sha256(based.record_key), 1, 12) as project_id,
    based.form_id, based.batch_id, based.file, based.sheet, based.range,
    based.district, based.department, based.department_printed, based.fiscal_year,
    based.project as name, coalesce(decided.project_class, name_class.project_class, '其他') as project_class,
    case when decided.project_class is not null then '人工认定' when name_class.word is not null then concat('名称含“', name_class.word, '”')
         else '名称没有可归类的词' end as class_basis,
    based.project_code, based.subject, based.supervising_unit, based.implementing_unit,
    based.initial_budget::decimal(18, 6) as initial_budget, based.revised_budget::decimal(18, 6) as revised_budget,
    based.executed::decimal(18, 6) as executed, based.budget_base::decimal(18, 6) as budget_base,
    based.initial_budget_printed, based.revised_budget_printed, based.executed_printed,
    round(based.executed::double / nullif(based.budget_base, 0)::double, 12) as execution_rate,
    based.execution_rate_stated,
    (based.revised_budget - based.initial_budget)::double / nullif(based.initial_budget, 0)::double as revision_rate,
    (based.budget_base - based.executed)::decimal(18, 6) as unspent,
    try_cast(carried.carry_over as decimal(18, 6)) as carry_over,
    try_cast(carried.added + case when based.revised_budget - based.initial_budget >= carried.blank then carried.blank else 0 end as decimal(18, 6))
        as carry_over_added,
    based.execution_weight, based.execution_score,
    coalesce(points.indicators, 0) as indicators,
    coalesce(points.indicators_unscored, 0) as indicators_unscored,
    points.indicator_weight, points.indicator_score,
    based.total_weight, based.total_score as score_stated,
    case when points.indicators > 0 and points.indicators_unscored = 0 and based.execution_score is not null
         then (based.execution_score + points.indicator_score)::decimal(18, 4) end as score_recomputed, -- a sum's own decimal(38, 4) is forty times as slow
    10 * least(greatest(based.executed::double / nullif(based.budget_base, 0)::double, 0), 1) as execution_common,
    coalesce(execution_common, 0) + framed.lowest as score_common_low,
    coalesce(execution_common, 10) + framed.highest as score_common_high,
    case when score_common_high - score_common_low < 0.000001 then score_common_low end as score_common,
    case when based.total_score is null then null
         when based.total_score >= 90 then '优' when based.total_score >= 80 then '良' when based.total_score >= 60 then '中' else '差' end as grade,
    based.unit_printed, based.unit_used, based.unit_status,
    case when based.unit_status = 'suspect' or based.beyond then 'unit_suspect'
         when based.executed is null then 'executed_missing'
         when based.budget_base is null then 'budget_missing' end as not_counted,
    not_counted is null as counted,
    count(case when based.budget_base <> 0 and based.executed is not null then 1 end) over whose >= 8
        and count(case when based.budget_base <> 0 and based.budget_base = based.executed then 1 end) over whose
            >= 0.8 * count(case when based.budget_base <> 0 and based.executed is not null then 1 end) over whose as backwards,
    case when based.executed is null or based.budget_base is null or based.execution_rate_stated is null then '未印证'
         when abs(based.executed::double / nullif(based.budget_base, 0)::double - based.execution_rate_stated) <= 0.0051 then '已印证'
         when based.budget_base = 0 and based.execution_rate_stated = 0 then '未印证'
         else '有矛盾' end as rate_standing,
    coalesce(doubts.errors, 0) as errors, coalesce(doubts.warnings, 0) as warnings,
    reasons.deviation_reason, worded.every_reason,
    greatest(based.total_score::double, score_recomputed::double, score_common) - least(based.total_score::double, score_recomputed::double, score_common) as score_spread
from based
left join reasons using (form_id)
left join worded using (form_id)
left join points using (form_id)
left join framed using (form_id)
left join doubts using (form_id)
left join carried using (form_id)
left join name_class on name_class.name = based.project
left join class_decision as decided on decided.project_id = substr(sha256(based.record_key), 1, 12)
window whose as (partition by based.district, based.department, based.fiscal_year)
order by execution_rate nulls last, name, project_id;

-- Mart: one row a department and year as sums of its projects, as far as none of these is a matter of judgement: what is asked of
-- everything again and again is added up from these. complete_ and all after it speak of projects with all three amounts; own_ of what the
-- form's own rate says. A project of 1,000,000 万元 or more stands in a row alone, so that no sum leaves the 64 bits of decimal(18, 6).
create table project_sum as
with weighed as (
    select *, counted and revised_budget is not null and initial_budget is not null as complete, coalesce(carry_over_added, 0) as added,
           case when greatest(abs(initial_budget), abs(revised_budget), abs(executed), abs(carry_over), abs(carry_over_added)) >= 1000000 then project_id end as alone
    from project
)
select
    district, department, fiscal_year,
    count(*) as projects,
    count(budget_base) as budgets, min(budget_base) as lowest_budget, max(budget_base) as highest_budget,
    count(execution_rate) as rates, min(execution_rate) as lowest_rate, max(execution_rate) as highest_rate,
    count(case when counted then 1 end) as counted,
    count(case when counted and budget_base = 0 then 1 end) as zero_budget,
    sum(case when counted then budget_base end)::decimal(18, 6) as budget,
    sum(case when counted then executed end)::decimal(18, 6) as executed,
    count(case when counted and backwards then 1 end) as backwards,
    sum(case when counted and backwards then budget_base end)::decimal(18, 6) as backwards_budget,
    sum(case when counted and rate_standing = '已印证' then budget_base end)::decimal(18, 6) as own_budget,
    sum(case when counted and rate_standing = '已印证' then executed end)::decimal(18, 6) as own_executed,
    count(case when unit_status in ('suspect', 'corrected') or errors > 0 then 1 end) as in_doubt,
    count(case when counted and budget_base > 0 then 1 end) as funded,
    sum(case when counted and budget_base > 0 then budget_base end)::decimal(18, 6) as funded_budget,
    sum(case when counted and budget_base > 0 then executed end)::decimal(18, 6) as funded_executed,
    count(score_stated) as scored, sum(score_stated)::decimal(18, 4) as score, min(score_stated) as lowest_score, max(score_stated) as highest_score,
    count(case when abs(score_recomputed - score_stated) <= 0.01 then 1 end) as own_scores,
    sum(case when counted then score_stated::double * budget_base::double end) as score_times_budget,
    sum(case when counted and score_stated is not null then budget_base end)::decimal(18, 6) as scored_budget,
    count(score_recomputed) as recomputed, sum(score_recomputed)::decimal(18, 4) as score_recomputed,
    count(score_common) as common_scored, sum(score_common) as score_common,
    count(case when score_stated is not null and score_common is not null then 1 end) as known_scores,
    count(case when score_common is not null and abs(score_recomputed - score_stated) > 0.01 then 1 end) as wrong_scores,
    count(case when complete then 1 end) as complete,
    count(case when complete and revised_budget <> initial_budget then 1 end) as revised,
    count(case when complete and executed <> initial_budget then 1 end) as moved,
    sum(case when complete then initial_budget end)::decimal(18, 6) as complete_initial,
    sum(case when complete then revised_budget end)::decimal(18, 6) as complete_revised,
    sum(case when complete then executed end)::decimal(18, 6) as complete_executed,
    sum(case when complete then carry_over end)::decimal(18, 6) as complete_carry_over,
    sum(case when complete then added end)::decimal(18, 6) as complete_added,
    sum(case when complete and rate_standing = '已印证' then revised_budget end)::decimal(18, 6) as own_complete_revised,
    sum(case when complete and rate_standing = '已印证' then executed end)::decimal(18, 6) as own_complete_executed
from weighed
group by district, department, fiscal_year, alone;

-- Mart: one row a department, year and ten per cent of execution rate (bin as in execution_distribution), counted projects with a rate.
create table rate_sum as
with placed as (
    select district, department, fiscal_year, budget_base, case when abs(budget_base) >= 1000000 then project_id end as alone,
           case when execution_rate > 1 then 11 when execution_rate = 1 then 10 when execution_rate < 0 then 0 else floor(execution_rate * 10)::integer end as bin
    from project where counted and execution_rate is not null
)
select district, department, fiscal_year, bin, count(*) as projects, sum(budget_base)::decimal(18, 6) as budget
from placed
group by district, department, fiscal_year, bin, alone;

-- Mart: one row a department, year and grade.
create table grade_sum as
with graded as (
    select *, case when abs(budget_base) >= 1000000 then project_id end as alone from project
)
select district, department, fiscal_year, coalesce(grade, '未评分') as grade, count(*) as projects,
       sum(case when counted then budget_base end)::decimal(18, 6) as budget
from graded
group by district, department, fiscal_year, coalesce(grade, '未评分'), alone;

-- Mart: one row a department: quartiles of the stated scores of all its years, wherever it is.
create table department_quartiles as
select
    department,
    percentile_cont(0.25) within group (order by score_stated::double) as p25,
    percentile_cont(0.5) within group (order by score_stated::double) as median,
    percentile_cont(0.75) within group (order by score_stated::double) as p75
from project
group by department;

-- Mart: one row a year and stated score: how many projects have it. Its quartiles are those of the projects.
create table score_count as
select fiscal_year, score_stated, count(*) as projects
from project
where score_stated is not null
group by fiscal_year, score_stated;

-- Mart: one row an indicator of a self-evaluation, with the project's own dimensions beside it.
-- dimension is the first level brought to 产出, 效益, 满意度 or 成本; facet is the second level brought to its usual word.
create table project_indicator as
select
    project.project_id, project.district, project.department, project.fiscal_year, project.name, project.budget_base, project.execution_rate, project.counted,
    indicator.*,
    case when indicator.level1 like '%满意%' or indicator.level2 like '%满意%' then '满意度'
         when indicator.level1 like '%成本%' then '成本'
         when indicator.level1 like '%产出%' then '产出'
         when indicator.level1 like '%效益%' or indicator.level1 like '%效果%' then '效益'
         else '其他' end as dimension,
    case when indicator.level2 like '%数量%' then '数量' when indicator.level2 like '%质量%' then '质量'
         when indicator.level2 like '%时效%' or indicator.level2 like '%进度%' then '时效' when indicator.level2 like '%成本%' then '成本'
         when indicator.level2 like '%经济%' then '经济效益' when indicator.level2 like '%社会%' then '社会效益'
         when indicator.level2 like '%生态%' or indicator.level2 like '%环境%' then '生态效益'
         when indicator.level2 like '%可持续%' then '可持续影响' when indicator.level2 like '%满意%' then '满意度'
         else coalesce(indicator.level2, '未分') end as facet,
    indicator.score::double / nullif(indicator.weight, 0)::double as attainment
from indicator
join project using (form_id);

-- Mart: one row a department, year, dimension and facet of its scored indicators (weight above zero, applicable), as sums: what points are
-- lost at is asked of twelve million indicators again and again, and only a filter of money, rate or words needs single ones.
create table indicator_sum as
select
    district, department, fiscal_year, dimension, facet,
    count(*) as indicators, count(score) as scored,
    sum(case when score is not null then weight end)::decimal(18, 4) as scored_weight, sum(score)::decimal(18, 4) as score,
    count(case when score >= weight then 1 end) as full_marked
from project_indicator
where applicable and weight > 0
group by district, department, fiscal_year, dimension, facet;

-- Mart: one row a line of a department's accounts. initial_budget where not stated is final_accounts - variance_amount.
create table account_line as
select
    row_id, batch_id, district, department, fiscal_year, table_name, side, name, level, line_number,
    coalesce(initial_budget, final_accounts - variance_amount) as initial_budget,
    initial_budget is null and variance_amount is not null as initial_budget_derived,
    coalesce(final_accounts, amount) as final_accounts, change_amount, change_rate_stated, variance_amount, variance_rate_stated, share_stated,
    (coalesce(final_accounts, amount) - coalesce(initial_budget, final_accounts - variance_amount))::double
        / nullif(coalesce(initial_budget, final_accounts - variance_amount), 0)::double as outturn_deviation,
    change_amount::double / nullif(final_accounts - change_amount, 0)::double as change_rate,
    note, cells
from table_row
where kind = 'department_accounts';

-- Mart: one row a name that a search may find: a project, a department, or the third level of an indicator in one department.
-- haystack: everything it is found by, lower case; letters: the first letters of the sounds of its name.
create table search_name as
with account_department as (
    select department, min(district) as district from account_line
    where department is not null and not exists (select 1 from project where project.department = account_line.department)
    group by department
),
named as (
    select 'project' as kind, name, project_id, district, department, fiscal_year, budget_base as budget, 1 as projects,
           concat_ws(' ', project_code, implementing_unit) as beside
    from project where name is not null
    union all by name
    select 'department' as kind, department as name, min(district) as district, department, sum(budget_base)::decimal(20, 6) as budget, count(*) as projects
    from project where department is not null group by department
    union all by name
    select 'department' as kind, department as name, district, department, 0 as projects from account_department
    union all by name
    select 'indicator' as kind, level3 as name, district, department, count(distinct project_id) as projects
    from project_indicator where level3 is not null group by level3, district, department
)
select named.* exclude (beside), lower(concat_ws(' ', named.name, named.district, named.department, named.beside)) as haystack,
       coalesce(name_letters.letters, '') as letters
from named
left join name_letters using (name);
