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
    round(coalesce(execution_common, 0) + framed.lowest, 9) as score_common_low, -- the last bits depend on the order of adding
    round(coalesce(execution_common, 10) + framed.highest, 9) as score_common_high,
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
    count(case when counted and budget_base = 0 then 1 end) as zero_budget, max(case when counted then budget_base end) as highest_counted,
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

-- Mart: one row a district: quartiles of the stated scores and the median rate of all its projects.
create table district_quartiles as
select
    district,
    percentile_cont(0.25) within group (order by score_stated::double) as p25,
    percentile_cont(0.5) within group (order by score_stated::double) as median,
    percentile_cont(0.75) within group (order by score_stated::double) as p75,
    percentile_cont(0.5) within group (order by execution_rate) as median_rate
from project
group by district;

-- Mart: one row a project of every sixteenth, by its id, which is a hash: a sample of very many projects is taken from these.
create table project_sample as
select * from project where project_id < '1';

-- Mart: one row a year and stated score: how many projects have it. Its quartiles are those of the projects.
create table score_count as
select fiscal_year, score_stated, count(*) as projects
from project
where score_stated is not null
group by fiscal_year, score_stated;

-- Mart: one row an indicator of a self-evaluation, with the project's own dimensions beside it.
-- dimension is the first level brought to 产出, 效益, 满意度 or 成本; facet is the second level brought to its usual word.
-- fact is a mark of what a scored indicator states: equal facts have equal marks. Equal are the same year with the same target and result
-- (satisfaction: as numbers, or a result of the same standing in words; others: as written) or, where no number is given, the same words
-- for the result. Cost has none: there the marks follow the money, not the words. A mark is a hash: over millions of indicators the words of
-- the fact would take many times as long. fact_basis says what was equal: reached, number, words, or the standing itself.
create table project_indicator as
with classed as (
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
    join project using (form_id)
),
stated as (
    select
        *,
        case when applicable and weight > 0 and score is not null and dimension <> '成本' and facet <> '成本' and strlen(actual) between 2 and 180
                 and case when actual_value is null then strlen(actual) > 3 else dimension = '满意度' or target_value is not null end -- bytes: one Chinese character takes 3
             then case when dimension = '满意度' and actual_value between 0 and 1 and (target_value is null or target_value between 0 and 1) then 'reached'
                       when dimension = '满意度' and actual_value is null and target_value between 0.3 and 1
                       then case when actual like '%未%' or actual like '%没有%' then '未达成' when actual like '%部分%' then '部分达成'
                                 when actual like '%基本%' or actual like '%较%' then '基本达成' else '达成' end
                       when dimension <> '满意度' and target_value is not null and actual_value is not null then 'number'
                       else 'words' end end as fact_basis,
        case when ends_with(actual, '。') then left(actual, length(actual) - 1) else actual end as said
    from classed
)
select
    * exclude (said),
    case
        when fact_basis is null then null
        when fact_basis = 'reached' then hash(fiscal_year, fact_basis, round(target_value, 6), round(actual_value, 6))
        when fact_basis = 'number' then hash(fiscal_year, fact_basis, facet, target, said)
        when fact_basis = 'words' then hash(fiscal_year, fact_basis, said)
        else hash(fiscal_year, fact_basis, round(target_value, 6))
    end as fact
from stated;

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

-- Mart: one row a fact, district and department that states it, as sums: where equal facts earned different shares of the weight is asked of all
-- indicators at once, and only a filter of money, rate or words needs single ones. low and high are the lowest and highest share.
create table fact_sum as
with stated as (
    select
        fact, fact_basis, fiscal_year, district, department, project_id, facet, target, target_value, actual_value,
        case when ends_with(actual, '。') then left(actual, length(actual) - 1) else actual end as said,
        round(attainment, 6) as share
    from project_indicator
    where fact is not null
),
summed as (
    select
        fact, district, department, count(*) as indicators, min(share) as low, max(share) as high,
        min(project_id) as first_project, max(project_id) as last_project,
        any_value(fiscal_year) as fiscal_year, any_value(fact_basis) as fact_basis, any_value(facet) as facet, any_value(target) as target,
        any_value(target_value) as target_value, any_value(actual_value) as actual_value, any_value(said) as said
    from stated
    group by fact, district, department
)
select
    fact, fiscal_year,
    case
        when fact_basis = 'reached' and target_value is null then format('满意度指标值没有写数字，完成值 {:.4g}%', actual_value * 100)
        when fact_basis = 'reached' then format('满意度指标值 {:.4g}%，完成值 {:.4g}%', target_value * 100, actual_value * 100)
        when fact_basis = 'number' then format('{}指标值“{}”，完成值“{}”', facet, target, said)
        when fact_basis = 'words' then format('完成情况都写“{}”', said)
        else format('满意度指标值 {:.4g}%，完成情况写“{}”一类的话', target_value * 100, fact_basis)
    end as fact_label,
    case when fact_basis in ('reached', 'number') then 'numbers' else 'words' end as fact_kind,
    district, department, indicators, low, high, first_project, last_project
from summed;

-- Mart: one row a fact that stands in at least two forms with different shares of the weight, over all districts and departments.
create table uneven_fact as
select
    fact, any_value(fiscal_year) as fiscal_year, any_value(fact_label) as fact_label, any_value(fact_kind) as fact_kind,
    sum(indicators)::bigint as indicators, count(distinct department) as departments, count(distinct district) as districts,
    min(low) as lowest, max(high) as highest, round(max(high) - min(low), 6) as spread, round(max(high - low), 6) as within
from fact_sum
group by fact
having min(first_project) <> max(last_project) and max(high) - min(low) > 0.005;

-- Mart: one row a department, year and figure that groups are compared by, as sums over the projects that the figure can be made of: a figure is
-- sum(divided) / sum(divisor), and its standard error needs their squares and product besides. backwards is one for a department and year.
-- execution_weighted: rate × budget ÷ budget; score_weighted: common score × budget ÷ budget; the others: their own value ÷ 1.
create table figure_sum as
with measured as (
    select
        district, department, fiscal_year, backwards,
        case when counted then execution_rate end as execution_mean,
        10 * execution_score::double / case when execution_weight > 0 then execution_weight::double end as execution_score_stated,
        10 * least(greatest(execution_rate, 0), 1) as execution_score_common,
        score_stated::double as score_stated, score_recomputed::double as score_recomputed, score_common,
        case when counted then budget_base::double end as budget
    from project
),
figures as (
    select district, department, fiscal_year, backwards, 'execution_weighted' as figure, execution_mean * budget as divided, budget as divisor from measured
    union all select district, department, fiscal_year, backwards, 'execution_mean', execution_mean, 1 from measured
    union all select district, department, fiscal_year, backwards, 'execution_score_stated', execution_score_stated, 1 from measured
    union all select district, department, fiscal_year, backwards, 'execution_score_common', execution_score_common, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_stated', score_stated, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_recomputed', score_recomputed, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_common', score_common, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_weighted', score_common * budget, budget from measured
)
select
    district, department, fiscal_year, backwards, figure, count(*) as n, sum(divided) as divided, sum(divisor) as divisor,
    sum(divided * divided) as divided_squared, sum(divided * divisor) as crossed, sum(divisor * divisor) as divisor_squared, max(divided / nullif(divisor, 0)) as highest
from figures
where divided is not null and divisor is not null
group by district, department, fiscal_year, backwards, figure;

-- Mart: one row a department and year: how the execution scores of its projects follow their rates, and which lies farthest from it (empty where
-- none is off). score_gap is score / weight less the rate, capped at 1; points_off is the same in points.
create table scoring_sum as
with judged as (
    select
        district, department, fiscal_year, project_id, name, execution_rate, execution_score, execution_weight, counted, budget_base,
        abs(cast(execution_score as double) - cast(execution_weight as double) * least(execution_rate, 1)) as points_off,
        case when execution_weight > 0 and execution_score is not null
             then cast(execution_score as double) / cast(execution_weight as double) - case when execution_rate > 1 then 1 else execution_rate end end as score_gap
    from project
),
placed as (
    select
        *,
        row_number() over (
            partition by district, department, fiscal_year
            order by case when abs(score_gap) > 0.005 then abs(score_gap) end desc nulls last, execution_rate nulls last, name, project_id
        ) as place
    from judged
)
select
    district, department, fiscal_year,
    cast(max(case when counted then budget_base end) as double) as largest_budget,
    count(case when points_off <= 0.05 then 1 end) as by_ratio, count(case when points_off > 0.05 then 1 end) as by_other_rule,
    count(score_gap) as scored, count(case when abs(score_gap) > 0.005 then 1 end) as off,
    max(case when place = 1 and abs(score_gap) > 0.005 then name end) as name,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_rate end) as execution_rate,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_score end) as execution_score,
    max(case when place = 1 and abs(score_gap) > 0.005 then execution_weight end) as execution_weight,
    max(case when place = 1 and abs(score_gap) > 0.005 then score_gap end) as score_gap
from placed
group by district, department, fiscal_year;

-- Mart: one row a department, year and class of project, as sums over the counted projects: like is set beside like by class.
-- n and what follows: of the projects with a rate whose budget is not written backwards, as in figure_sum.
create table class_sum as
select
    district, department, fiscal_year, project_class, backwards,
    count(case when execution_rate is not null then 1 end) as n,
    sum(case when execution_rate is not null then execution_rate * budget_base::double end) as divided,
    sum(case when execution_rate is not null then budget_base::double end) as divisor,
    sum(case when execution_rate is not null then power(execution_rate * budget_base::double, 2) end) as divided_squared,
    sum(case when execution_rate is not null then execution_rate * power(budget_base::double, 2) end) as crossed,
    sum(case when execution_rate is not null then power(budget_base::double, 2) end) as divisor_squared,
    count(*) as counted, sum(budget_base) as budget, sum(executed) as executed
from project
where counted
group by district, department, fiscal_year, project_class, backwards;

-- Mart: one row a project whose form gives one quantity and its cost for certain: exactly one indicator of quantity, which is a number with a
-- countable unit and nothing else that could be counted, and the amounts are counted. The quantity is the one achieved; where the result is
-- in words alone, the target's. unit_cost is in 元.
create table unit_cost as
with single as (
    select project_id, any_value(actual) as actual, any_value(target) as target, count(*) as indicators
    from project_indicator
    where facet = '数量' and applicable
    group by project_id
),
counted_words as (
    select project_id, case when regexp_matches(actual, '[0-9]') then actual when actual is not null and not regexp_matches(actual, '未|没有|无') then target end as said
    from single where indicators = 1
),
quantified as (
    select
        project_id, said,
        regexp_extract(said, '^(?:达到|达|现有|现|已开通|开通|聘用|共|≥|=)?([0-9][0-9,]*)(人次|人|名|部|次|台|条|路|户|件)(?:号码[^0-9、，,；;]{0,8})?[。]?$', 1) as digits,
        regexp_extract(said, '^(?:达到|达|现有|现|已开通|开通|聘用|共|≥|=)?([0-9][0-9,]*)(人次|人|名|部|次|台|条|路|户|件)(?:号码[^0-9、，,；;]{0,8})?[。]?$', 2) as quantity_unit
    from counted_words where said is not null
),
measured as (
    select project_id, said, case quantity_unit when '名' then '人' else quantity_unit end as quantity_unit, cast(replace(digits, ',', '') as double) as quantity
    from quantified where digits <> ''
)
select
    project_id, name, district, department, project_class, fiscal_year, quantity, quantity_unit, said as quantity_said, executed,
    10000 * cast(executed as double) / nullif(quantity, 0) as unit_cost, class_basis
from measured join project using (project_id)
where counted and executed > 0 and quantity > 0;

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
