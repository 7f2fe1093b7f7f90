"""Forms of other kinds: transfer payments, whole departments, sources as columns, label and value in one cell."""

from __future__ import annotations

from decimal import Decimal

from analytics.reading.records import FUNDING_FIELDS
from tests.reading.sheets import FORM, form_with, read, workbook

INDICATORS = [
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
    [None, "产出指标", "数量指标", "改造户数", "≥120户", "126户"],
    [None, "效益指标", "社会效益指标", "住房安全保障", "有保障", "有保障"],
]


def funding(form):
    return [(line.source, *(getattr(line, name) for name in FUNDING_FIELDS[:3])) for line in form.funding]


def test_label_and_value_in_one_cell():
    rows = [
        ["中央对地方专项转移支付绩效自评表"],
        ["（2022年度）"],
        ["专项名称", "农村危房改造补助资金"],
        ["地方主管部门", "大关县住房和城乡建设局", "资金使用单位", "大关县住房和城乡建设局"],
        ["项目资金", "预算数：620.82万元", None, "执行数：600万元"],
        [None, "其中：中央补助：500万元", None, "其中：中央补助：480万元"],
        [None, "地方资金：120.82万元", None, "地方资金：120万元"],
        *INDICATORS,
    ]
    form = read(workbook(rows)).forms[0]
    assert form.subject == "transfer"
    assert form.project.name == "农村危房改造补助资金"
    assert funding(form) == [
        ("total", None, Decimal("620.82"), 600),
        ("central", None, 500, 480),
        ("local", None, Decimal("120.82"), 120),
    ]
    assert form.funding[0].cells["executed"] == "D5"
    assert [indicator.level3 for indicator in form.indicators] == ["改造户数", "住房安全保障"]


def test_sources_of_funds_as_columns():
    rows = [
        ["项目支出绩效自评表"],
        ["（2022年度）"],
        ["项目名称", "高标准农田建设"],
        ["主管部门", "大关县农业农村局"],
        ["资金来源（万元）", "合计", "中央", "省级", "县级", "其他资金"],
        ["全年预算数", 300, 200, 60, 40, None],
        ["全年执行数", 270, 190, 50, 30, None],
        *INDICATORS,
    ]
    form = read(workbook(rows)).forms[0]
    assert funding(form) == [
        ("total", None, 300, 270),
        ("central", None, 200, 190),
        ("province", None, 60, 50),
        ("county", None, 40, 30),
        ("other", None, None, None),
    ]
    assert form.funding[1].cells["executed"] == "C7"


def test_a_department_form_names_its_department():
    rows = [
        ["部门整体支出绩效自评表"],
        ["（2022年度）"],
        ["部门名称", "大关县财政局"],
        ["年度预算（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 900, 1000, 950, 10, "95%", 9.5],
        [None, "其中：基本支出", 600, 600, 600],
        [None, "项目支出", 300, 400, 350],
        *INDICATORS,
    ]
    form = read(workbook(rows)).forms[0]
    assert (form.subject, form.department, form.district) == ("department", "大关县财政局", "大关县")
    assert funding(form)[0] == ("total", 900, 1000, 950)


def test_page_numbers_and_repeated_headings_are_passed_over():
    rows = form_with()
    rows[11:11] = [["— 3 —"], ["项目支出绩效自评表"], FORM[9]]
    form = read(workbook(rows)).forms[0]
    assert [(i.level1, i.level3) for i in form.indicators] == [("产出指标", "清扫面积"), ("效益指标", "环境改善"), ("满意度指标", "居民满意度")]
    assert form.total_score == Decimal("96.5")


def test_levels_may_be_repeated_in_every_row():
    rows = form_with()
    rows.insert(11, [None, "产出指标", "数量指标", "清扫频次", "每日2次", "每日2次", 0, 0])
    indicators = read(workbook(rows)).forms[0].indicators
    assert [(i.level1, i.level2) for i in indicators[:2]] == [("产出指标", "数量指标")] * 2


def test_own_and_reviewed_scores_stand_side_by_side():
    rows = [list(row) for row in FORM]
    rows[9] = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "复核得分"]
    for row, score in ((10, 48), (11, 27), (12, 10), (13, 93.5)):
        rows[row] = rows[row][:8] + [score]
    form = read(workbook(rows)).forms[0]
    assert [(i.score, i.score_reviewed) for i in form.indicators] == [(50, 48), (28, 27), (10, 10)]
    assert (form.total_score, form.total_score_reviewed) == (Decimal("96.5"), Decimal("93.5"))


def test_a_grade_may_follow_the_total():
    form = read(workbook(form_with(I14="优"))).forms[0]
    assert (form.total_weight, form.total_score, form.grade) == (100, Decimal("96.5"), "优")


def test_targets_in_three_columns_under_a_heading_of_two_rows():
    rows = form_with()
    rows[9:13] = [
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标", None, None, "全年完成值", "分值", "得分"],
        [None, None, None, None, "指标性质", "指标值", "度量单位"],
        [None, "产出指标", "数量指标", "服务人次", "≥", 735, "人次", 800, 50, 50],
        [None, "效益指标", "社会效益指标", "环境改善", "定性", "明显", None, "明显", 30, 30],
        [None, "满意度指标", "服务对象满意度指标", "居民满意度", "≧", 90, "%", "95%", 10, 10],
    ]
    form = read(workbook(rows)).forms[0]
    assert [(i.target, i.target_value, i.direction, i.actual) for i in form.indicators] == [
        ("≥735人次", 735, "≥", "800"),
        ("明显", None, None, "明显"),
        ("≥90%", Decimal("0.9"), "≥", "95%"),
    ]


def without(rows, first, columns):
    return [[value for column, value in enumerate(row) if column not in columns] if number >= first else row for number, row in enumerate(rows, 1)]


def test_targets_set_for_the_year_are_targets_and_never_results():
    rows = [
        ["项目支出绩效目标申报表"],
        ["（2023年度）"],
        ["项目名称", "道路清扫保洁"],
        ["主管部门", "丰台区城市管理委员会"],
        ["年度目标", "保持道路整洁"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        [None, "产出指标", "数量指标", "清扫面积", "≥600平方米"],
    ]
    form = read(workbook(rows)).forms[0]
    assert (form.kind, form.project.name, form.fiscal_year) == ("targets", "道路清扫保洁", 2023)
    assert [(i.level3, i.target, i.target_value) for i in form.indicators] == [("清扫面积", "≥600平方米", 600)]


def test_of_targets_in_two_halves_those_of_the_year_are_read():
    rows = [
        ["项目支出绩效目标申报表"],
        ["（2023年度）"],
        ["项目名称", "道路清扫保洁"],
        ["主管部门", "丰台区城市管理委员会"],
        [None, None, "实施期目标", None, None, "年度目标"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        [None, "产出指标", "数量指标", "清扫总面积", "≥1800平方米", "数量指标", "清扫面积", "≥600平方米"],
    ]
    form = read(workbook(rows)).forms[0]
    assert [(i.level2, i.level3, i.target) for i in form.indicators] == [("数量指标", "清扫面积", "≥600平方米")]


def test_a_monitoring_table_is_named_by_its_months_and_not_loaded():
    rows = form_with(A1="项目绩效情况表", E5="1—7月执行数", G5="1-7月执行率")
    reading = read(workbook(rows))
    assert [(form.kind, form.recognised_as, form.funding) for form in reading.forms] == [("other", "绩效运行监控表", ())]
    assert reading.refused
