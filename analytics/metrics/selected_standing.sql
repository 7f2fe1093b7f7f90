-- The projects that pass the filters, with how far their figures can be trusted.
-- standing (money and rate): 有矛盾 where an open finding contradicts them ({contradicted_money}, ids from the audit), else as the
-- form's own rate shows. A rate that disagrees although the audit raises nothing (judged to be no fault) is 未印证.
-- score_standing: likewise; 已印证 where the parts add up to the stated total, half a hundredth of rounding allowed on each side.
select
    *,
    case when unit_status = 'suspect' then '未印证'
         when project_id in (select unnest({contradicted_money})) then '有矛盾'
         when rate_standing = '有矛盾' and {contradicted_money} is not null then '未印证'
         else rate_standing end as standing,
    case when score_stated is null then '未印证'
         when project_id in (select unnest({contradicted_score})) then '有矛盾'
         when abs(score_recomputed - score_stated) <= 0.01 then '已印证'
         else '未印证' end as score_standing
from selected
