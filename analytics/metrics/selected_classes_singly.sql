-- The same sums as selected_classes, out of single projects.
select
    district, department, fiscal_year, project_class, backwards,
    count(case when execution_rate is not null then 1 end) as n,
    sum(case when execution_rate is not null then execution_rate * budget_base::double end) as divided,
    sum(case when execution_rate is not null then budget_base::double end) as divisor,
    sum(case when execution_rate is not null then power(execution_rate * budget_base::double, 2) end) as divided_squared,
    sum(case when execution_rate is not null then execution_rate * power(budget_base::double, 2) end) as crossed,
    sum(case when execution_rate is not null then power(budget_base::double, 2) end) as divisor_squared,
    count(*) as counted, sum(budget_base) as budget, sum(executed) as executed
from selected
where counted
group by district, department, fiscal_year, project_class, backwards
