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
with numbers as (
    select district, cast(sum(scored) as bigint) as scored, cast(sum(off) as bigint) as off
    from selected_scoring
    where scored > 0
    group by district
),
candidates as (
    select *, row_number() over (partition by district order by abs(score_gap) desc, execution_rate, name) as place
    from selected_scoring
    where score_gap is not null
)
select
    numbers.district, numbers.scored, numbers.off,
    candidates.name, candidates.execution_rate, candidates.execution_score, candidates.execution_weight, candidates.score_gap
from numbers
left join candidates on candidates.district = numbers.district and candidates.place = 1
order by numbers.district
