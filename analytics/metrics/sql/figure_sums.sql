-- question: What do the figures that groups are compared by add up to, and their squares?
-- question_zh: 各项对比数字的合计和平方和是多少？
-- grain: one row a figure, or one row a value of the dimension and figure
-- formula: a figure is divided / divisor; its standard error follows from the squares and products (analytics/compare/bootstrap.py)
-- by: district
-- columns:
--   figure - which figure
--   n - projects that the figure can be made of
--   divided - the sum that is divided
--   divisor - the sum that it is divided by
--   divided_squared - sum of the squares of what is divided
--   crossed - sum of the products
--   divisor_squared - sum of the squares of what it is divided by
--   highest - the highest figure of a single project
select
    {dimension},
    figure, cast(sum(n) as bigint) as n, sum(divided) as divided, sum(divisor) as divisor,
    sum(divided_squared) as divided_squared, sum(crossed) as crossed, sum(divisor_squared) as divisor_squared,
    max(highest) as highest
from selected_figures
group by
    {dimension},
    figure
order by
    {dimension} nulls last,
    figure
