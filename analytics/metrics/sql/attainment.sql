-- question: At which second-level indicators are points lost?
-- question_zh: 哪些二级指标丢了分？
-- grain: one row a dimension of indicators and facet, for each value of the dimension asked for
-- formula: attainment = sum(score) / sum(weight) over the scored; indicators without a score or that do not apply are left out, never zero
-- by: any of an indicator
-- columns:
--   dimension - 产出 效益 满意度 成本 其他, the first level
--   facet - second level in its usual word
--   indicators - applicable indicators with a weight
--   scored - those with a score
--   weight - points that the scored could get
--   score - points that they got
--   attainment - ratio
--   full_marks - ratio, share of the scored with their full weight
select
    {dimension},
    dimension, facet,
    cast(sum(indicators) as bigint) as indicators,
    cast(sum(scored) as bigint) as scored,
    cast(sum(scored_weight) as double) as weight,
    cast(sum(score) as double) as score,
    cast(sum(score) as double) / nullif(cast(sum(scored_weight) as double), 0) as attainment,
    cast(sum(full_marked) as double) / nullif(sum(scored), 0) as full_marks
from selected_attained
group by
    {dimension},
    dimension, facet
order by
    {dimension} nulls last,
    case dimension when '成本' then 1 when '产出' then 2 when '效益' then 3 when '满意度' then 4 else 5 end, facet
