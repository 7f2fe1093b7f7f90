-- question: Which indicators state something that others may state as well, and what share of their weight did they earn?
-- question_zh: 各项指标写的是什么情形、得了分值的几成？
-- grain: one row a scored indicator with a result. Facts are equal in the same year with the same target and result (satisfaction:
--   as numbers, or a result of the same standing in words; others: as written) or, where no number is given, the same words for the result.
--   Cost is left out: there the marks follow the money, not the words.
-- formula: share = score / weight
-- columns:
--   fact - a short mark of what is equal
--   fact_label - the same in words
--   fact_kind - numbers where target and result are the same numbers, words where the result is only worded alike
--   project_id - whose form it is
--   form_id - the form
--   name - the project
--   district - as of the form
--   department - as of the form
--   fiscal_year - as of the form
--   level3 - the indicator
--   target - as the sheet shows it
--   actual - as the sheet shows it
--   weight - points
--   score - points
--   share - ratio
--   file - where it stands
--   sheet - where it stands
--   cell - of the score
with scored as (
    select
        *,
        round(score::double / nullif(weight, 0)::double, 6) as share,
        rtrim(replace(replace(actual, ' ', ''), chr(10), ''), '。；;.') as said,
        replace(replace(target, ' ', ''), chr(10), '') as wanted,
        case when actual like '%未%' or actual like '%没有%' then '未达成' when actual like '%部分%' then '部分达成'
             when actual like '%基本%' or actual like '%较%' then '基本达成' else '达成' end as standing
    from selected_indicator
    where applicable and weight > 0 and score is not null and dimension <> '成本' and facet <> '成本' and length(actual) between 1 and 60
),
named as (
    select
        *,
        case
            when dimension = '满意度' and actual_value between 0 and 1 and target_value between 0 and 1
                then format('满意度指标值 {:.4g}%，完成值 {:.4g}%', target_value * 100, actual_value * 100)
            when dimension = '满意度' and actual_value between 0 and 1 and target_value is null
                then format('满意度指标值没有写数字，完成值 {:.4g}%', actual_value * 100)
            when dimension = '满意度' and actual_value is null and target_value between 0.3 and 1
                then format('满意度指标值 {:.4g}%，完成情况写“{}”一类的话', target_value * 100, standing)
            when dimension <> '满意度' and target_value is not null and actual_value is not null and length(wanted) <= 60
                then format('{}指标值“{}”，完成值“{}”', facet, wanted, said)
            when actual_value is null and length(said) >= 2
                then format('完成情况都写“{}”', said)
        end as fact_label
    from scored
)
select
    substr(md5(concat(fact_label, '|', coalesce(named.fiscal_year, 0))), 1, 12) as fact, fact_label,
    case when fact_label like '%完成情况%写“%' then 'words' else 'numbers' end as fact_kind,
    named.project_id, named.form_id, named.name, named.district, named.department, named.fiscal_year,
    level3, target, actual, weight, score, share, form.file, form.sheet, named.cells->>'score' as cell
from named
join form using (form_id)
where fact_label is not null
order by fact, share, named.name, line
