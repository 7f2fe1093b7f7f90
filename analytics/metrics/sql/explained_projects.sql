-- question: Which projects make up a figure, and which are left out of it?
-- question_zh: 这个数由哪些项目构成，哪些没有算进去？
-- grain: one row a project in the figure, those that weigh most first, at most $rows; the totals are of all of them
-- parameters:
--   among = 'counted' the projects meant: all, counted (into sums of money), scored, unscored, below, in_doubt
--   weight = 'budget' what they are ordered by: budget, executed, unspent
--   threshold = 0.8 ratio; below means a rate strictly less
--   rows = 8 projects at most
-- columns:
--   project_id - stable across imports
--   name - project
--   department - 预算部门
--   fiscal_year - 年度
--   budget_base - 万元
--   executed - 万元
--   unspent - 万元
--   execution_rate - ratio
--   score_stated - points
--   standing - 已印证, 未印证 or 有矛盾: the money and the rate
--   score_standing - the same of the stated total score
--   found - how many projects are in the figure
--   budget - 万元, their budget in all, as far as it is counted
select
    project_id, name, department, fiscal_year, budget_base, executed, unspent, execution_rate, score_stated, standing, score_standing,
    count(*) over () as found, sum(case when counted then budget_base end) over () as budget
from selected_standing
where case $among
        when 'all' then true
        when 'counted' then counted
        when 'scored' then score_stated is not null
        when 'unscored' then score_stated is null
        when 'below' then counted and execution_rate < $threshold
        when 'in_doubt' then unit_status in ('suspect', 'corrected') or '有矛盾' in (standing, score_standing) or errors > 0
        else false end
order by case $weight when 'unspent' then unspent when 'executed' then executed else budget_base end desc nulls last, name, project_id
limit cast($rows as integer)
