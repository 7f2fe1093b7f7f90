-- question: What do the rates of each class of project add up to in each district, and their squares?
-- question_zh: 各区每一类项目的执行率，合计和平方和是多少？
-- grain: one row a class of project and district; only projects whose amounts are counted and whose department's budgets are not written backwards
-- formula: as in figure_sums, of the execution rate weighted by money
-- columns:
--   project_class - 运维, 人员, 设备, 活动, 服务采购, 课题 or 其他
--   district - district
--   n - projects that the figure can be made of
--   divided - the sum that is divided
--   divisor - the sum that it is divided by
--   divided_squared - sum of the squares of what is divided
--   crossed - sum of the products
--   divisor_squared - sum of the squares of what it is divided by
select
    project_class, district, cast(sum(n) as bigint) as n, sum(divided) as divided, sum(divisor) as divisor,
    sum(divided_squared) as divided_squared, sum(crossed) as crossed, sum(divisor_squared) as divisor_squared
from selected_classes
where not backwards and district is not null and n > 0
group by project_class, district
order by project_class, district
