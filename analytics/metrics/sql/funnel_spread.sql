-- question: What is the overall execution rate, and how far do single projects spread around it?
-- question_zh: 合计执行率是多少，单个项目离它有多散？
-- grain: one row in all
-- formula: score = (executed - rate × budget) / sqrt(budget); spread = mean of the squared scores, those beyond the lowest and the highest
--   tenth set to these. Projects of departments whose budgets equal their spending nearly everywhere stay out. Basis: Spiegelhalter 2005
-- parameters:
--   warn = 1.96 standard deviations to the inner limits
--   alarm = 3.09 standard deviations to the outer limits
--   left = 0.68 what setting the outer tenths so leaves of the spread of a normal distribution: limits rest on spread / left
-- columns:
--   execution_rate - ratio, weighted by money
--   spread - 万元
--   n - projects used
--   drawn - counted projects with a rate and a budget
--   backwards - counted projects with a rate, of departments whose budgets equal their spending nearly everywhere
--   beyond_warn - projects used, beyond the inner limits
--   beyond_alarm - projects used, beyond the outer limits
with rated as (
    select cast(budget_base as double) as budget, cast(executed as double) as executed, backwards
    from selected
    where counted and execution_rate is not null
),
used as (
    select budget, executed from rated where budget > 0 and not backwards
),
overall as (
    select sum(executed) / nullif(sum(budget), 0) as rate, count(*) as n from used
),
scores as (
    select (executed - rate * budget) / sqrt(budget) as score from used cross join overall
),
ends as (
    select percentile_cont(0.1) within group (order by score) as lowest, percentile_cont(0.9) within group (order by score) as highest from scores
),
bent as (
    select avg(power(least(greatest(score, lowest), highest), 2)) as spread from scores cross join ends
),
beyond as (
    select
        count(case when abs(score) > $warn * sqrt(nullif(spread, 0) / $left) then 1 end) as warned,
        count(case when abs(score) > $alarm * sqrt(nullif(spread, 0) / $left) then 1 end) as alarmed
    from scores cross join bent
),
beside as (
    select count(case when budget > 0 then 1 end) as drawn, count(case when backwards then 1 end) as backwards from rated
)
select overall.rate as execution_rate, coalesce(bent.spread, 0) as spread, overall.n, beside.drawn, beside.backwards,
    beyond.warned as beyond_warn, beyond.alarmed as beyond_alarm
from overall
cross join bent
cross join beyond
cross join beside
