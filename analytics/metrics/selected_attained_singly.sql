-- The same sums as selected_attained, out of the indicators of single projects.
select
    district, department, fiscal_year, dimension, facet,
    count(*) as indicators, count(score) as scored,
    sum(case when score is not null then weight end)::decimal(18, 4) as scored_weight, sum(score)::decimal(18, 4) as score,
    count(case when score >= weight then 1 end) as full_marked
from selected_indicator
where applicable and weight > 0
group by district, department, fiscal_year, dimension, facet
