-- question: Of which projects are compared figures made?
-- question_zh: 对比的数字由哪些项目得出？
-- grain: one row a project, in no order
-- columns:
--   district - district
--   department - after aliases are resolved
--   fiscal_year - fiscal year
--   project_class - 运维, 人员, 设备, 活动, 服务采购, 课题 or 其他
--   backwards - true where the department's budgets equal its spending nearly everywhere
--   counted - true where the amounts enter the sums
--   budget_base - 万元
--   execution_rate - ratio
--   execution_score - points
--   execution_weight - points
--   score_stated - points, as the form says
--   score_recomputed - points, the parts of the form added up
--   score_common - points, by one rule for all
select
    district, department, fiscal_year, project_class, backwards, counted, budget_base, execution_rate, execution_score, execution_weight,
    score_stated, score_recomputed, score_common
from selected
