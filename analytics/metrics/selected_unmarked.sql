-- The projects that pass the filters with the marks they bear where no finding contradicts them. Where a part of the rows is shown, the
-- runner takes this in place of selected_standing and marks what is left at the end.
select
    *,
    case when unit_status = 'suspect' then '未印证'
         when rate_standing = '有矛盾' and {contradicted_money} is not null then '未印证'
         else rate_standing end as standing,
    case when score_stated is not null and abs(score_recomputed - score_stated) <= 0.01 then '已印证' else '未印证' end as score_standing
from selected
