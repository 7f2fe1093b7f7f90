-- question: At which first-level indicators are points lost?
-- question_zh: 哪些一级指标丢了分？
-- grain: one row a dimension of indicators, for each value of the dimension asked for
-- formula: attainment = sum(score) / sum(weight) over the scored; indicators without a score or that do not apply are left out, never zero
-- by: any of an indicator
-- columns:
--   dimension - 产出 效益 满意度 成本 其他, the first level
--   indicators - applicable indicators with a weight
--   scored - those with a score
--   weight - points that the scored could get
--   score - points that they got
--   attainment - ratio
--   full_marks - ratio, share of the scored with their full weight
select
    {dimension},
    dimension,
    count(*) as indicators,
    count(score) as scored,
    sum(case when score is not null then cast(weight as double) end) as weight,
    sum(cast(score as double)) as score,
    sum(cast(score as double)) / nullif(sum(case when score is not null then cast(weight as double) end), 0) as attainment,
    cast(count(case when score >= weight then 1 end) as double) / nullif(count(score), 0) as full_marks
from selected_indicator
where applicable and weight > 0
group by
    {dimension},
    dimension
order by
    {dimension} nulls last,
    case dimension when '成本' then 1 when '产出' then 2 when '效益' then 3 when '满意度' then 4 else 5 end
