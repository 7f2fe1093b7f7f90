-- question: What does one of these figures add up to, department by department and year by year?
-- question_zh: 某一项对比数字，各部门历年的合计和平方和是多少？
-- grain: one row a district, department and year
-- formula: as in figure_sums
-- parameters:
--   figure = 'execution_weighted' which figure
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   backwards - true where the department's budgets equal its spending nearly everywhere
--   n - projects that the figure can be made of
--   divided - the sum that is divided
--   divisor - the sum that it is divided by
--   divided_squared - sum of the squares of what is divided
--   crossed - sum of the products
--   divisor_squared - sum of the squares of what it is divided by
select district, department, fiscal_year, backwards, n, divided, divisor, divided_squared, crossed, divisor_squared
from selected_figures
where figure = $figure and district is not null and department is not null
order by district, department, fiscal_year
