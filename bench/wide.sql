-- A generated snapshot: $projects self-evaluations of twelve indicators each, as wide as a city, a province or the country.
-- Departments have 40 projects a year for five years; 50 departments make a district. Amounts are log-normal, a third of the
-- budgets are spent whole, scores lie between 80 and 100 and lean on the rate, one district in five scores execution by steps.
-- Chance is a hash of the number of the project and of what is drawn, so that equal numbers give equal snapshots.
-- Planted: blank amounts, doubtful units, totals that do not add up, rates that contradict the amounts, missing scores, departments whose
-- budgets equal their spending.

create macro chance(number, what) as (hash(number * 100 + what) % 1000003 + 0.5) / 1000003;

create temp table places as
select
    number as place,
    case number when 0 then '丰台区' when 1 then '朝阳区' else concat('第', cast(number as varchar), '区') end as district
from range($districts) as numbers(number);

create temp table offices as
select
    number as office, district,
    concat(
        district,
        list_extract(
            ['城市管理指挥中心', '教育委员会', '卫生健康委员会', '水务局', '园林绿化局', '民政局', '政务服务管理局', '文化和旅游局', '财政局', '交通局'],
            1 + number // $districts % 10
        ),
        case when number // $districts < 10 then '' else concat('第', cast(1 + number // $districts // 10 as varchar), '中心') end
    ) as department
from range($departments) as numbers(number) join places on places.place = numbers.number % $districts;

create temp table drawn as
select
    number, office, district, department, cast(2019 + number // $departments % 5 as integer) as fiscal_year,
    round(exp(3.4 + 1.5 * sqrt(-2 * ln(chance(number, 1))) * cos(2 * pi() * chance(number, 2))), 2) + 0.5 as initial,
    case when chance(number, 3) < 0.6 then 1 else 0.8 + 0.4 * chance(number, 4) end as revision,
    case when chance(number, 5) < 0.33 or office % 40 = 39 then 1 when chance(number, 5) > 0.995 then 1 + 0.1 * chance(number, 6)
         else 1 - 0.9 * power(chance(number, 6), 4) end as rate,
    office % $districts % 5 = 4 as stepped
from range($projects) as numbers(number) join offices on offices.office = numbers.number % $departments;

create temp table amounts as
select
    *, cast(initial as decimal(18, 2)) as initial_budget, cast(initial * revision as decimal(18, 2)) as revised_budget,
    cast(cast(initial * revision as decimal(18, 2)) * cast(rate as decimal(18, 4)) as decimal(18, 6)) as executed,
    cast(case when stepped then case when rate >= 0.9 then 10 when rate >= 0.6 then 9.5 else 9 end else least(10, 10 * rate) end as decimal(12, 2)) as score
from drawn;

insert into batch
select concat('b', cast(office as varchar)), office + 1, 'generated', concat(department, '.xlsx'), timestamp '2024-03-01', 'bench', 200, 0, office + 1, false from offices;

create temp table asked as
select * from (values
    (1, '产出指标', '数量指标', '服务人次', 10, 'counted'), (2, '产出指标', '数量指标', '现场巡查次数', 5, 'counted'),
    (3, '产出指标', '质量指标', '验收合格率', 10, 'share'), (4, '产出指标', '质量指标', '系统稳定运行情况', 5, 'said'),
    (5, '产出指标', '时效指标', '完成时限', 10, 'said'), (6, '产出指标', '成本指标', '项目总成本', 10, 'cost'),
    (7, '效益指标', '经济效益指标', '节约重复投入', 5, 'said'), (8, '效益指标', '社会效益指标', '服务保障能力', 10, 'said'),
    (9, '效益指标', '生态效益指标', '环境改善情况', 5, 'said'), (10, '效益指标', '可持续影响指标', '长效机制建设', 5, 'said'),
    (11, '效益指标', '社会效益指标', '群众知晓情况', 5, 'said'), (12, '满意度指标', '服务对象满意度指标', '服务对象满意度', 10, 'share')
) as asked(line, level1, level2, level3, weight, kind);

insert into indicator
select
    concat('f', cast(number as varchar)), line, level1, case when line = 2 and number % 2 = 0 then '质量指标' else level2 end,
    concat(level3, cast(number % 97 as varchar)),
    case kind when 'counted' then concat('≥', cast(wanted as varchar), case when line = 1 then '人' else '次' end)
              when 'share' then concat('≥', cast(share as varchar), '%') when 'cost' then concat('≤', cast(revised_budget as varchar), '万元')
              else concat('按计划完成第', cast(number % 60 as varchar), '号目标') end,
    case kind when 'counted' then concat(cast(wanted + number % 7 as varchar), case when line = 1 then '人' else '次' end)
              when 'share' then concat(cast(share + number % 4 as varchar), '%') when 'cost' then concat(cast(executed as varchar), '万元')
              else list_extract(['达到预期指标', '基本达成预期指标且效果较好', '部分达成预期指标', '按期完成，资料齐全'], cast(1 + number // 3 % 4 as integer))
                   || case when number % 3 = 0 then concat('，涉及', cast(number % 5003 as varchar), '项') else '' end end,
    case kind when 'counted' then wanted when 'share' then share / 100 when 'cost' then cast(revised_budget as double) end,
    case kind when 'counted' then wanted + number % 7 when 'share' then (share + number % 4) / 100 when 'cost' then cast(executed as double) end,
    case kind when 'cost' then '≤' when 'said' then null else '≥' end,
    weight,
    case when chance(number, 20 + line) < 0.004 then null when chance(number, 20 + line) < 0.8 then weight
         else round(weight * (1 - 0.25 * chance(number, 40 + line)), 2) end,
    null, chance(number, 60 + line) > 0.002,
    case when chance(number, 20 + line) >= 0.85 then concat(list_extract(['受客观情况影响，交付较晚', '前期手续偏长', '人员调整，交接已经完成', '资料收集不够及时'],
        cast(1 + number // 11 % 4 as integer)), '，下一年度改进', level3, '。') end,
    '{}'
from (select *, 20 + hash(number) % 400 as wanted, 80 + hash(number + 7) % 16 as share from amounts) as amounts cross join asked;

create temp table added as
select form_id, sum(score) filter (where applicable) as points from indicator group by form_id;

insert into form by name
select
    concat('f', cast(number as varchar)) as form_id, concat('b', cast(office as varchar)) as batch_id, concat('k', cast(number as varchar)) as record_key,
    'self_evaluation' as kind, 'project' as subject, concat(department, '.xlsx') as file, concat('项目', cast(number as varchar)) as sheet, 'A1:I24' as range,
    district, department, department as department_printed, fiscal_year,
    concat(
        list_extract(['网格化平台', '社区图书馆', '河道', '主干道', '政务大厅', '养老驿站', '中小学', '应急指挥系统', '公园绿地', '基层医疗'], cast(1 + number // 7 % 10 as integer)),
        list_extract(['运行维护', '设备购置', '宣传活动', '人员经费', '第三方服务', '课题研究', '改造工程', '专项', '系统升级', '补助'],
            cast(1 + hash(number + 3) % 10 as integer)),
        '（', cast(number // $departments // 5 as varchar), '号）'
    ) as project,
    concat(department, '办公室') as implementing_unit, department as supervising_unit,
    '万元' as unit_printed, case when chance(number, 7) < 0.003 then '元' else '万元' end as unit_used,
    case when chance(number, 7) < 0.003 then 'suspect' when chance(number, 7) < 0.01 then 'corrected' when chance(number, 7) < 0.2 then 'proven' else 'stated' end as unit_status,
    true as has_revised_column, 100 as total_weight,
    case when chance(number, 8) < 0.02 then null when chance(number, 8) < 0.03 then amounts.score + points + 1 else amounts.score + points end as total_score,
    '{}' as cells
from amounts join added on added.form_id = concat('f', cast(number as varchar));

insert into funding by name
select
    concat('f', cast(number as varchar)) as form_id, 1 as line, 'total' as source, '年度资金总额' as label,
    case when chance(number, 9) < 0.01 then null else initial_budget end as initial_budget,
    case when chance(number, 10) < 0.004 then null else revised_budget end as revised_budget,
    case when chance(number, 11) < 0.004 then null else executed end as executed,
    10 as weight, round(rate + case when chance(number, 12) < 0.02 then 0.05 else 0 end, 4) as execution_rate_stated, score, true as applicable,
    cast(initial_budget as varchar) as initial_budget_printed, cast(revised_budget as varchar) as revised_budget_printed, cast(executed as varchar) as executed_printed,
    '{}' as cells
from amounts;

insert into funding by name
select
    concat('f', cast(number as varchar)) as form_id, 2 as line, 'carry_over' as source, '上年结转资金' as label,
    0 as initial_budget, cast(revised_budget - initial_budget as decimal(18, 2)) as revised_budget, 0 as executed, true as applicable, '{}' as cells
from amounts where revision > 1 and number % 3 = 0;
