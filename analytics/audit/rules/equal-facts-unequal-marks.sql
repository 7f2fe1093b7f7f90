-- One department, the same target and the same result under the same weight, and different marks: 98 % of satisfaction gives 11 of 15 here, 12 there.
-- One row a set of equal facts; its forms are listed.
with alike as (
    select
        district, department, fiscal_year, facet, target, actual, weight, min(score) as least, max(score) as most,
        list(distinct name order by name) as projects, min_by(form_id || '|' || line, score * 1000 + line) as first, count(*) as times
    from measured
    where applicable and weight > 0 and score is not null and facet <> '成本' and target_value is not null and actual_value is not null
    group by district, department, fiscal_year, facet, target, actual, weight
    having min(score) < max(score)
)
select
    measured.batch_id, measured.file, measured.sheet, measured.cells, measured.district, measured.department, measured.fiscal_year,
    concat_ws('|', 'department', coalesce(measured.district, ''), coalesce(measured.department, ''), coalesce(measured.fiscal_year::varchar, '')) as record_key,
    concat(measured.facet, '：', measured.target, '／', measured.actual, '／', measured.weight::double, '分') as field,
    concat(least::double, '至', most::double) as stated,
    format('{} 处{}指标的指标值都是“{}”、完成值都是“{}”、分值都是 {} 分，得分却从 {} 到 {} 分，同类情形评分不一。',
        times, measured.facet, measured.target, measured.actual, measured.weight::double, least::double, most::double) as message,
    null as project,
    projects,
    ['target', 'actual', 'weight', 'score'] as at
from alike
join measured on measured.form_id || '|' || measured.line = alike.first
