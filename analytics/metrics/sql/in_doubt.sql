-- question: Which projects are in doubt, and why?
-- question_zh: 哪些项目存疑，为什么？
-- grain: one row a project that summary counts as in_doubt, the largest budget first, at most $rows
-- parameters:
--   rows = 100 projects at most
-- columns:
--   project_id - stable across imports
--   name - project
--   department - 预算部门
--   fiscal_year - 年度
--   doubt - every reason in Chinese: 单位更正, 单位存疑, 金额或执行率有矛盾, 得分有矛盾, 读取有误
select
    project_id, name, department, fiscal_year,
    concat_ws('；',
        case when unit_status = 'corrected' then '单位更正' || coalesce('：表头印' || unit_printed || '，实为' || unit_used, '') end,
        case when unit_status = 'suspect' then '单位存疑：金额待人工认定，未计入合计' end,
        case when standing = '有矛盾' then '金额或执行率有矛盾' end,
        case when score_standing = '有矛盾' then '得分有矛盾' end,
        case when errors > 0 then '读取有误：' || errors || '处' end
    ) as doubt
from selected_doubtful
order by budget_base desc nulls last, name, project_id
limit cast($rows as integer)
