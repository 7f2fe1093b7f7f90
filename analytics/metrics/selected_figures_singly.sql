-- The same sums as selected_figures, out of single projects.
with measured as (
    select
        district, department, fiscal_year, backwards,
        case when counted then execution_rate end as execution_mean,
        10 * execution_score::double / case when execution_weight > 0 then execution_weight::double end as execution_score_stated,
        10 * least(greatest(execution_rate, 0), 1) as execution_score_common,
        score_stated::double as score_stated, score_recomputed::double as score_recomputed, score_common,
        case when counted then budget_base::double end as budget
    from selected
),
figures as (
    select district, department, fiscal_year, backwards, 'execution_weighted' as figure, execution_mean * budget as divided, budget as divisor from measured
    union all select district, department, fiscal_year, backwards, 'execution_mean', execution_mean, 1 from measured
    union all select district, department, fiscal_year, backwards, 'execution_score_stated', execution_score_stated, 1 from measured
    union all select district, department, fiscal_year, backwards, 'execution_score_common', execution_score_common, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_stated', score_stated, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_recomputed', score_recomputed, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_common', score_common, 1 from measured
    union all select district, department, fiscal_year, backwards, 'score_weighted', score_common * budget, budget from measured
)
select
    district, department, fiscal_year, backwards, figure, count(*) as n, sum(divided) as divided, sum(divisor) as divisor,
    sum(divided * divided) as divided_squared, sum(divided * divisor) as crossed, sum(divisor * divisor) as divisor_squared, max(divided / nullif(divisor, 0)) as highest
from figures
where divided is not null and divisor is not null
group by district, department, fiscal_year, backwards, figure
