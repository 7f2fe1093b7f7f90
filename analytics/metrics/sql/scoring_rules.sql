-- question: In which districts does the execution score follow from the rate, and where does it differ most?
-- question_zh: 各区的执行率得分是不是按执行率折算的，差得最多的是哪个项目？
-- grain: one row a district with projects that have a rate and an execution score
-- formula: as in compare_scoring; the widest is the project whose score share lies farthest from its capped rate
-- columns:
--   district - district
--   scored - projects with a rate and an execution score
--   off - those whose score does not follow the rate
--   name - the widest of these
--   execution_rate - its ratio
--   execution_score - its points
--   execution_weight - its points
--   score_gap - its ratio, score share less capped rate
with judged as (
    select
        district, name, execution_rate, execution_score, execution_weight,
        cast(execution_score as double) / nullif(cast(execution_weight as double), 0) - least(execution_rate, 1) as score_gap
    from selected
    where execution_rate is not null and execution_score is not null and execution_weight > 0
),
numbers as (
    select
        district, count(*) as scored, count(case when abs(score_gap) > 0.005 then 1 end) as off,
        max(case when abs(score_gap) > 0.005 then abs(score_gap) end) as widest
    from judged
    group by district
),
candidates as (
    select judged.*, row_number() over (partition by judged.district order by judged.execution_rate, judged.name) as place
    from judged
    join numbers on numbers.district = judged.district and numbers.widest = abs(judged.score_gap)
)
select
    numbers.district, numbers.scored, numbers.off,
    candidates.name, candidates.execution_rate, candidates.execution_score, candidates.execution_weight, candidates.score_gap
from numbers
left join candidates on candidates.district = numbers.district and candidates.place = 1
order by numbers.district
