-- The scored indicators that pass the filters, each with a mark of the fact that it states: equal facts have equal marks.
-- Equal are the same year with the same target and result (satisfaction: as numbers, or a result of the same standing in words; others: as written)
-- or, where no number is given, the same words for the result. Cost is left out: there the marks follow the money, not the words.
-- A mark is a hash: over millions of indicators the words of the fact would take many times as long.
select
    *,
    round(score::double / nullif(weight, 0)::double, 6) as share,
    case when dimension = '满意度' and actual_value between 0 and 1 and (target_value is null or target_value between 0 and 1) then 'reached'
         when dimension = '满意度' and actual_value is null and target_value between 0.3 and 1 then 'standing'
         when dimension <> '满意度' and target_value is not null and actual_value is not null then 'number'
         else 'words' end as basis,
    case when ends_with(actual, '。') then left(actual, length(actual) - 1) else actual end as said,
    case when actual like '%未%' or actual like '%没有%' then '未达成' when actual like '%部分%' then '部分达成'
         when actual like '%基本%' or actual like '%较%' then '基本达成' else '达成' end as standing,
    case basis
        when 'reached' then hash(fiscal_year, basis, round(target_value, 6), round(actual_value, 6))
        when 'standing' then hash(fiscal_year, basis, round(target_value, 6), standing)
        when 'number' then hash(fiscal_year, basis, facet, target, said)
        else hash(fiscal_year, basis, said) end as fact
from selected_indicator
where applicable and weight > 0 and score is not null and dimension <> '成本' and facet <> '成本' and strlen(actual) between 2 and 180
    and case when actual_value is null then strlen(actual) > 3 else dimension = '满意度' or target_value is not null end -- bytes: one Chinese character takes 3
