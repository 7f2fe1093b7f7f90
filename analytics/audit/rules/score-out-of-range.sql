-- Which scores lie outside what can be given: above their weight, below zero, or in a list above 100?
-- Grain: one row an indicator, a form (its total) or a line of a register. A row of 加分 or 扣分 is what it says.
with points as (
    select
        batch_id, record_key, file, sheet, district, department, fiscal_year, name, measured.cells, budget_base,
        coalesce(level3, level2, '') as item, weight, score, ['weight', 'score'] as at
    from measured
    join evaluated using (form_number)
    where applicable and weight > 0 and not (score between 0 and weight) and not regexp_matches(concat_ws('', level2, level3), '加分|扣分|附加分|加减分|奖惩')
    union all by name
    select
        batch_id, record_key, file, sheet, district, department, fiscal_year, name, cells, budget_base,
        '总分' as item, total_weight as weight, score_stated as score, ['total_weight', 'total_score'] as at
    from evaluated
    where total_weight >= 100
    union all by name
    select
        batch_id, record_key, file, sheet, district, department, fiscal_year, name, cells, coalesce(revised_budget, initial_budget, amount) as budget_base,
        '自评' as item, greatest(coalesce(weight, 100), 100) as weight, score, ['weight', 'score'] as at
    from line
    where kind in ('project_register', 'project_claims', 'department_evaluation')
)
select
    batch_id, record_key, file, sheet, district, department, fiscal_year, cells, name as project,
    left(item, 20) || '：得分' as field,
    format('{:g}', score::double) as stated,
    format('{:g}', weight::double) as recomputed,
    (score - weight)::double as difference,
    budget_base::double as amount_at_stake,
    if(score < 0, format('“{}”得分 {:g} 分，是负数。', left(item, 30), score::double),
        format('“{}”得分 {:g} 分，高于分值 {:g} 分。', left(item, 30), score::double, weight::double)) as message,
    points.at as at
from points
where score < 0 or score > weight
