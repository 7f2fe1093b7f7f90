-- question: How do the execution rates of each district's projects lie, in a few figures?
-- question_zh: 各区项目的执行率大致怎样分布？
-- grain: one row a district with counted projects that have a rate
-- columns:
--   district - district
--   rated - counted projects with a rate
--   median_rate - ratio
--   nearly_full - ratio, share of these with a rate of 95 % or more
select
    district,
    count(*) as rated,
    percentile_cont(0.5) within group (order by execution_rate) as median_rate,
    cast(count(case when execution_rate >= 0.95 then 1 end) as double) / count(*) as nearly_full
from selected
where counted and execution_rate is not null
group by district
order by district
