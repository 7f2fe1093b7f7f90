"""Every rule on a department without a fault, and on one with the fault it looks for."""

from __future__ import annotations

import re

import pytest

from analytics.audit import FAMILIES, RULES, audit
from analytics.audit.runner import FOLDER, need_words
from tests.audit.draft import Department, accounts, evaluation, indicators

NAMES = [f"路段{letter}清扫" for letter in "甲乙丙丁戊己庚辛壬癸"]


@pytest.fixture
def department() -> Department:
    return Department()


def clean() -> Department:
    whole = Department()
    whole.evaluate("道路清扫", goal="扫净主要道路，减少扬尘", achievement="主要道路每天清扫两遍")
    odour = {"level3": "异味控制", "target": "无异味投诉", "actual": "少量投诉", "score": 25}
    changed = [(1, {"level3": "公厕保洁程度", "target": "地面无积水", "score": 14}), (4, odour)]
    whole.evaluate("公厕管护", indicators(*changed), goal="公厕干净无味", achievement="全部公厕按时开放")
    accounts(whole)
    evaluation(whole)
    for name, score in (("道路清扫", 93.5), ("公厕管护", 92.5)):
        whole.table("project_claims", name, revised_budget=100, score=score, executed=85, execution_rate_stated="85%", note="部门报告")
        whole.insert("claim", batch_id="b1", project=name, department="丰台区环卫中心", fiscal_year=2023, budget=100, executed=85,
                     file="决算.xlsx", sheet="project_claims", cell="D1", text="100万元")  # fmt: skip
        whole.table("project_register", name, revised_budget=100, score=score, executed=85)
    whole.table("expert_scores", "产出完成", weight=10, score=8, scores="[8,8,9,7]")
    whole.table("expert_scores", "预算执行率", weight=10, score=9, scores="[9,9,9,9]")
    return whole


def test_nothing_is_found_where_nothing_is_wrong():
    assert [(one.rule, one.message) for one in clean().audit().findings] == []


def test_every_rule_runs_on_whole_documents():
    assert [run.rule for run in clean().audit().not_run] == ["reading-doubt"]  # no reader had a doubt


def test_every_rule_is_a_file_with_a_card_and_every_family_has_rules():
    files = {path.stem.replace("_", "-") for path in FOLDER.iterdir() if path.suffix in (".py", ".sql") and path.stem != "__init__"}
    assert files == set(RULES)
    assert {card.family for card in RULES.values()} == set(FAMILIES)


def test_every_card_says_what_it_rests_on():
    assert {card.scope for card in RULES.values()} == {"department", "all"}
    assert [card.id for card in RULES.values() if not (card.title and card.basis and card.needs and card.tolerance and card.on_site)] == []


def test_what_a_rule_needs_is_told_in_chinese():
    assert [need for card in RULES.values() for need in card.needs if re.search("[a-z]", need_words(need))] == []


def test_a_rule_without_its_fields_says_so(department):
    department.evaluate("道路清扫")
    (run,) = department.audit("growth-rate").runs
    assert run.because
    assert "部门决算表" in run.because


@pytest.mark.parametrize(
    ("rule", "line", "change", "expected"),
    [
        ("growth-rate", "收支总计", {"change_rate_stated": "4.90%"}, [("error", "4.90%", "3.33%")]),
        ("growth-rate", "收支总计", {"change_rate_stated": "3.3%"}, []),
        ("share-of-total", "教育支出", {"share_stated": "35.33%"}, [("error", "35.33%", "33.33%")]),
        ("share-of-total", "城乡社区支出", {"share_stated": "66.6%"}, [("note", "66.6%", "66.67%")]),
        ("variance-rate", "教育支出", {"variance_rate_stated": "10%"}, [("error", "10%", "11.11%")]),
        ("variance-rate", "教育支出", {"variance_amount": 100}, [("error", "11.11%", "无法计算（年初预算为0）")]),
        ("accounts-footing", "管理事务", {"final_accounts": 52}, [("error", "200", "202")]),
        ("accounts-footing", "管理事务", {"final_accounts": "50.01"}, []),
        ("execution-rate", "管理事务", {"executed": "45", "revised_budget": "50", "execution_rate_stated": "95%"}, [("error", "95%", "90.00%")]),
    ],
)
def test_lines_of_the_accounts(department, rule, line, change, expected):
    accounts(department, **{line: change})
    assert department.found(rule) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"本年收入合计": "405.00"}, [("error", "405", "305"), ("error", "310", "410")]),
        ({"总计 支出": "301.00"}, [("error", "301", "310")]),
        ({"一、公共服务": "290.00"}, [("error", "310", "290")]),
    ],
)
def test_totals_that_stand_below_their_parts(department, change, expected):
    lines = (
        ("收入", "一、财政拨款", "类", "300.00"), ("收入", "二、其他收入", "类", "5.00"), ("收入", "本年收入合计", "合计", "305.00"),
        ("收入", "年初结转和结余", None, "5.00"), ("收入", "其中：项目结转", None, "3.00"), ("收入", "总计", "总计", "310.00"),
        ("支出", "一、公共服务", "类", "310.00"), ("支出", "二、其他支出", "类", "0"),
        ("支出", "本年支出合计", "合计", "310.00"), ("支出", "总计 支出", "总计", "310.00"),
    )  # fmt: skip
    for side, name, level, amount in lines:
        department.table("department_accounts", name, side=side, level=level, table_name="收入支出决算总表", amount=change.get(name, amount))
    assert sorted(department.found("accounts-footing")) == sorted(expected)


@pytest.mark.parametrize(("score", "grade", "expected"), [(96, "良", [("warning", "良", "优")]), (96, "优", []), (108, "优", [("error", "108", "100")])])
def test_lines_of_a_register(department, score, grade, expected):
    department.table("project_register", "道路清扫", score=score, grade=grade, revised_budget=100)
    found = department.audit("grade-off-score", "score-out-of-range").findings
    assert [(one.severity, one.stated, one.recomputed) for one in found] == expected


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("outturn-deviation", {"outturn_deviation_stated": -0.0294}, [("error", "-2.94%", "-1.64%、-3.23%")]),
        ("outturn-deviation", {"outturn_deviation_stated": -0.0323}, []),
        ("balance-rate", {"balance_rate_stated": 0.05}, [("error", None, "2.00%")]),
        ("accounts-footing", {"project_executed": 171}, [("error", "300", "301")]),
        ("budget-over-available", {"revised_budget": 320}, [("error", "320", "310.00")]),
        ("projects-against-department", {"project_executed": 180}, [("warning", "180", "170")]),
        ("projects-against-department", {"project_executed": 160}, [("error", "160", "170")]),
    ],
)
def test_the_evaluation_of_a_department(department, rule, change, expected):
    department.evaluate("道路清扫")
    department.evaluate("公厕管护")
    accounts(department)
    evaluation(department, **change)
    assert department.found(rule) == expected


@pytest.mark.parametrize(
    ("rule", "form", "expected"),
    [
        ("execution-rate", {"funding": {"execution_rate_stated": 0.9}}, [("error", None, "85.00%")]),
        ("score-total", {"total_score": 98}, [("error", "98", "93.5")]),
        ("score-total", {"total_score": "93.51"}, []),
        ("weight-total", {"funding": {"weight": 20}}, [("error", "100", "110")]),
        ("weight-total", {"total_weight": 90}, [("error", "90", "100")]),
        ("funding-parts", {"parts": (("fiscal", "财政拨款", {"executed": "80"}),)}, [("error", "85", "80")]),
        ("funding-parts", {"parts": (("fiscal", "财政拨款", {"executed": "80.004"}), ("other", "其他资金", {"executed": "5.00"}))}, []),
        ("execution-rate", {"parts": (("fiscal", "其中：财政拨款", {"revised_budget": "100", "executed": "85", "execution_rate_stated": 0.59}),)},
         [("warning", None, "85.00%")]),
        ("execution-rate", {"parts": (("fiscal", "其中：财政拨款", {"revised_budget": "100", "executed": "85", "execution_rate_stated": 0.85}),)}, []),
        ("funding-parts", {"parts": (("fiscal", "财政拨款", {"executed": "85"}), ("other", "其他资金", {"executed": "5"}))}, [("error", "85", "90")]),
        ("funding-parts", {"parts": (("fiscal", "财政拨款", {"executed": "85"}), ("other", "基本支出", {"executed": "35"}),
                                     ("other", "项目支出", {"executed": "50"}))}, []),
        ("rate-in-text", {"achievement": "全部完成，预算执行率为98%。"}, [("warning", "98%", "85.00%")]),
        ("rate-in-text", {"achievement": "全部完成，预算执行率达85%。"}, []),
        ("rate-in-text", {"achievement": "预算执行率达到80%以上。"}, []),
        ("growth-in-text", {"achievement": "清扫325万平方米，较上年300万平方米增长10%。"}, [("warning", "增长10%", "8.33%")]),
        ("growth-in-text", {"achievement": "清扫325万平方米，较上年300万平方米增长8.3%。"}, []),
        ("growth-in-text", {"achievement": "投诉240件，比2022年300件下降20%。"}, []),
        ("doubled-sentence", {"achievement": "道路整洁度提升明显，群众反映良好。道路整洁度提升明显，群众反映良好。"},
         [("note", "道路整洁度提升明显,群众反映良好。", None)]),
        ("score-out-of-range", {"total_score": 101}, [("error", "101", "100")]),
        ("year-in-text", {"goal": "较2022年提升道路整洁度"}, []),
        ("year-in-text", {"goal": "自2021年以来持续提升道路整洁度"}, []),
        ("sub-row-scored", {"parts": (("fiscal", "其中：财政拨款", {"executed": "85", "weight": 10, "score": 8.5}),)}, [("warning", "8.5", None)]),
        ("unit-corrected", {"unit_status": "corrected", "unit_used": "元", "unit_evidence": '[{"sheet":"表","cell":"D9","text":"100万元"}]'},
         [("error", "100万元", "100万元")]),
        ("unit-suspect", {"unit_status": "suspect"}, [("error", "100", None)]),
        ("unit-in-text", {"achievement": "共支出85元"}, [("warning", "85元", "85万元")]),
        ("unit-in-text", {"achievement": "共支出85万元，每人85元/人"}, []),
        ("large-revision", {"funding": {"initial_budget": "200"}}, [("warning", "100", "200")]),
        ("large-revision", {"funding": {"initial_budget": "120"}}, []),
        ("executed-over-budget", {"funding": {"executed": "107", "score": 10}}, [("error", "107", "100")]),
        ("execution-score-above-rate", {"funding": {"score": 10}}, [("error", "10", "8.50")]),
        ("execution-score-above-rate", {"funding": {"executed": "95.88", "score": 10}}, [("note", "10", "9.59")]),
        ("execution-score-above-rate", {"funding": {"score": "9.8"}}, [("error", "9.8", "8.50")]),
        ("execution-score-above-rate", {"funding": {"score": "8.55"}}, [("warning", "8.55", "8.50")]),
        ("execution-score-above-rate", {"funding": {"executed": "64.41", "score": "6.4"}}, [("note", "6.4", "6.44")]),
        ("rate-on-initial-budget", {"funding": {"initial_budget": "120", "execution_rate_stated": 85 / 120}}, [("warning", "70.83%", "85.00%")]),
        ("rate-on-initial-budget", {"funding": {"initial_budget": "120"}}, []),
        ("grade-off-score", {"grade": "良好"}, [("warning", "良好", "优")]),
        ("grade-off-score", {"grade": "优秀"}, []),
        ("missing-amount", {"funding": {"initial_budget": None}}, [("warning", None, None)]),
        ("missing-score", {"total_score": None}, [("warning", None, None)]),
        ("missing-person", {"persons": "{}"}, [("note", None, None)]),
        ("low-execution-full-marks", {"funding": {"executed": "30"}, "achievement": "已完成预期目标"}, [("warning", "30.00%", None)]),
        ("low-execution-full-marks", {"funding": {"executed": "30"}, "achievement": "未完成预期目标"}, []),
        ("many-names", {"supervising_unit": "区环卫", "implementing_unit": "环卫一科"}, []),
        ("year-in-text", {"project": "2020年清扫"}, [("note", "2020", "2023")]),
        ("year-in-text", {"goal": "2022年完成全部路段清扫"}, [("warning", "2022年", "2023年")]),
        ("year-in-text", {"goal": "落实《2022年清扫方案》，承接2022年的做法", "achievement": "2023年全部完成"}, []),
    ],
)  # fmt: skip
def test_one_form(department, rule, form, expected):
    department.evaluate("道路清扫", **form)
    assert department.found(rule) == expected


@pytest.mark.parametrize(
    ("rule", "number", "change", "expected"),
    [
        ("unit-mixed-row", 3, {"target": "100万元", "actual": "850000元"}, [("warning", "850000元", "85万元")]),
        ("cost-text-against-amount", 3, {"target": "实际60万元", "actual": "完成"}, [("error", "60", "85")]),
        ("cost-text-against-amount", 3, {"target": "实际85.2万元", "actual": "完成"}, [("warning", "85.2", "85")]),
        ("cost-text-against-amount", 3, {"target": "实际85万元", "actual": "完成"}, []),
        ("numbers-in-row", 0, {"level3": "服务21个街道", "target": "为26个街道清扫"}, [("warning", "26", "21")]),
        ("year-in-text", 2, {"target": "2020年10月前完成", "actual": "按时完成"}, [("warning", "2020年", "2023年")]),
        ("year-in-text", 2, {"target": "落实《2020年实施方案》", "actual": "按时完成"}, []),
        ("late-with-full-marks", 2, {"target": "2023年6月底前", "actual": "2023年12月20日"}, [("warning", "2023年12月20日", "2023年6月底前")]),
        ("late-with-full-marks", 2, {"target": "6月前完成", "actual": "2023年6月"}, []),
        ("late-with-full-marks", 2, {"target": "2023年1月至6月", "actual": "2023年12月20日"}, []),
        ("score-out-of-range", 1, {"score": 16}, [("error", "16", "15")]),
        ("score-out-of-range", 1, {"score": -1}, [("error", "-1", "15")]),
        ("score-out-of-range", 1, {"level1": "扣分项", "weight": None, "score": -1}, []),
        ("wrong-indicator-type", 0, {"level3": "居民满意度", "target": "≥90%", "actual": "95%"}, [("note", "≥90%", None)]),
        ("missing-score", 0, {"score": None}, [("warning", None, None)]),
        ("missing-text", 0, {"target": None}, [("warning", None, None)]),
        ("missing-text", 4, {"weight": None, "score": None, "level3": None}, [("note", None, None)]),
        ("deduction-without-reason", 1, {"deviation_reason": None}, [("warning", "1", None)]),
        ("quantitative-score", 0, {"actual": "400平方米", "actual_value": 400}, [("warning", "20", "16.00")]),
        ("quantitative-score", 0, {"actual": "1000平方米", "actual_value": 1000}, []),
        ("quantitative-score", 0, {"target": "5个科室", "target_value": 5, "actual": "100%", "actual_value": 1}, []),
        ("quantitative-score", 0, {"target": "60余万件", "target_value": 60, "actual": "约65万件", "actual_value": 650000}, []),
        ("qualitative-band", 1, {"actual": "基本达成预期指标且效果较好", "score": 14.5}, [("warning", "97%", "75%–90%")]),
        ("qualitative-band", 1, {"actual": "基本达成预期指标且效果较好", "score": 12}, []),
        ("full-marks-for-nearly", 1, {"actual": "基本达到预期指标", "score": 15}, [("warning", "15", None)]),
        ("achieved-but-deducted", 1, {"actual": "达到预期指标"}, [("note", "1", None)]),
        ("weights-off-frame", 4, {"weight": 35}, [("note", "效益35", "效益30")]),
        ("target-too-low", 0, {"actual": "2000平方米", "actual_value": 2000}, [("note", "20", "16")]),
        ("unfinished-with-marks", 1, {"actual": "未完成"}, [("warning", "13", "不超过9")]),
        ("unfinished-with-marks", 1, {"actual": "未完成", "score": 8}, []),
        ("scale-as-target", 1, {"target": "优良中低差"}, [("warning", "优良中低差", None)]),
        ("vague-target", 1, {"target": "采购一批设备"}, [("note", "采购一批设备", None)]),
        ("wrong-indicator-type", 2, {"target": "5.972万"}, [("note", "5.972万", None)]),
        ("wrong-indicator-type", 0, {"level3": "支持工作", "target": "支持工作", "actual": "已支持"}, [("note", "支持工作", None)]),
        ("doubled-sentence", 1, {"target": "提升培训单位工作业务水平。提升培训单位工作业务水平。"}, [("note", "提升培训单位工作业务水平。", None)]),
        ("heading-misspelled", 5, {"level2": "服务对象满意度标"}, [("note", "服务对象满意度标", "服务对象满意度指标")]),
        ("target-as-result", 5, {"target": "95%", "actual": "≥90%"}, [("warning", "≥90%", None)]),
        ("target-as-result", 5, {"actual": "大于去年"}, []),
        ("other-kind-of-result", 5, {"target": "100%", "target_value": 1, "actual": "10", "actual_value": 10}, [("warning", "10", "100%")]),
        ("other-kind-of-result", 5, {"target": "90%", "target_value": 0.9, "actual": "95", "actual_value": 95}, []),
    ],
)
def test_one_indicator(department, rule, number, change, expected):
    department.evaluate("道路清扫", indicators((number, change)))
    assert department.found(rule) == expected


@pytest.mark.parametrize(("carried", "expected"), [("20", [("warning", "20.0", "15.0")]), ("15", []), ("3", [])])
def test_money_carried_over_against_what_was_left(department, carried, expected):
    department.evaluate("道路清扫")
    parts = (("carry_over", "上年结转资金", {"revised_budget": carried}),)
    department.evaluate("道路清扫二", parts=parts, project="道路 清扫", fiscal_year=2024)
    assert department.found("carry-over-against-last-year") == expected


@pytest.mark.parametrize(("before", "expected"), [("298.00", [("warning", "300.0", "298.0")]), ("300.00", [])])
def test_accounts_of_two_years(department, before, expected):
    accounts(department)
    department.table("department_accounts", "收支总计", level="总计", table_name="收入支出决算总表", final_accounts=before, fiscal_year=2022)
    assert department.found("last-year-accounts") == expected


def test_a_departments_grade_against_its_score(department):
    department.evaluate("道路清扫")
    evaluation(department)
    department.table("department_evaluation", "丰台区环卫中心", score=85, grade="优")
    assert department.found("grade-off-score") == [("warning", "优", "良")]


def test_a_count_that_fell_short_beside_full_effects(department):
    department.evaluate("培训", indicators((0, {"target": "4次", "target_value": 4, "actual": "2次", "actual_value": 2, "score": 10}), (4, {"score": 30})))
    assert department.found("unmet-count-full-effect") == [("warning", "2次", "4次")]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"score": "79.08"}, [("error", "79.08", "93.5")]),
        ({"executed": "85.5"}, [("error", "85.5", "85")]),
        ({"executed": "85"}, []),
    ],
)
def test_a_report_against_the_form(department, claim, expected):
    department.evaluate("道路清扫")
    department.table("project_claims", "道路清扫", **claim)
    assert department.found("report-against-form") == expected


def test_a_digit_cut_off_in_a_report_is_a_note(department):
    department.evaluate("道路清扫", funding={"executed": "85.4267"})
    department.table("project_claims", "道路清扫", executed="85.426")
    assert department.found("report-against-form") == [("note", "85.426", "85.4267")]


def test_projects_named_in_one_list_only(department):
    department.evaluate("道路清扫")
    department.evaluate("公厕管护")
    department.table("project_claims", "道路清扫", executed=85)
    department.table("project_claims", "人员工资", executed=824)
    assert department.found("project-without-form") == [("warning", "824", None)]
    assert [one.project for one in audit(department.connection, ["form-not-listed"]).findings] == ["公厕管护"]


def test_an_amount_in_another_unit_than_its_list(department):
    for number, text in enumerate(("100万元", "85万元", "60万元", "8311195.2元")):
        department.insert("claim", batch_id="b1", project=f"项目{number}", budget=1, sheet="报告", cell=f"E{number}", text=text)
    assert department.found("unit-mixed-list") == [("warning", "8311195.2元", "1万元")]


def test_budgets_written_backwards(department):
    for name in NAMES:
        department.evaluate(name, funding={"executed": "100", "score": 10})
    assert department.found("budget-equals-spending") == [("warning", "10/10", None)]


def test_what_is_the_same_in_form_after_form(department):
    alike = {"target": "≥90%", "target_value": 0.9, "actual": "90%", "actual_value": 0.9}
    counted = {"target": "500平方米", "target_value": 500, "actual": "500平方米", "actual_value": 500}
    for name in NAMES:
        rows = indicators((0, counted), (1, {"score": 14.5, "deviation_reason": "进一步做好项目推进"}), (4, {"score": 29.5}), (5, alike))
        department.evaluate(name, rows)
    rules = ("same-satisfaction", "same-size-deductions", "actual-equals-target", "repeated-reason", "full-marks")
    found = {(one.rule, one.stated) for one in department.audit(*rules).findings if len(one.projects) == len(NAMES)}
    assert found >= {("same-satisfaction", "90%"), ("same-size-deductions", "20/20"), ("actual-equals-target", "20/20"), ("repeated-reason", "10")}


def test_scores_that_lie_close_together(department):
    for at, name in enumerate(NAMES):
        department.evaluate(name, total_score=96 + at / 10)
    assert [one.stated for one in department.audit("full-marks").findings] == ["0.29"]


def test_full_marks_throughout(department):
    department.evaluate("道路清扫", indicators((1, {"score": 15}), (4, {"score": 30})))
    assert [one.field for one in department.audit("full-marks").findings] == ["各项得分"]


def test_cost_scored_by_two_rules(department):
    spent = {"target": "100万元", "target_value": 1_000_000, "actual": "85万元", "actual_value": 850_000}
    department.evaluate("道路清扫", indicators((3, spent)))
    department.evaluate("公厕管护", indicators((3, {**spent, "score": 4.25})))
    assert [one.projects for one in department.audit("cost-by-two-rules").findings] == [("道路清扫", "公厕管护")]


PLATFORM = (
    "平台软件和硬件全年稳定运行，出现故障四小时内到场处理，重要数据每周备份一次并做恢复演练",
    "提供可靠的技术支撑，节省社区自行投入的费用，服务居民日常办事",
)


def test_forms_alike_but_for_their_names(department):
    for name in ("民情图", "微网格"):
        rows = indicators((1, {"level3": f"{name}{PLATFORM[0]}", "target": PLATFORM[0]}), (4, {"level3": f"{name}{PLATFORM[1]}", "target": PLATFORM[1]}))
        department.evaluate(name, rows)
    department.evaluate("道路清扫")
    assert [one.projects for one in department.audit("forms-alike").findings] == [("微网格", "民情图")]


def test_a_target_that_belongs_to_another_project(department):
    target = "有效保障网格化城市服务管理系统平台的安全稳定运行"
    department.evaluate("网格平台", indicators((4, {"level3": f"项目{target}，支撑全区工作", "target": target})))
    department.evaluate("热线", indicators((4, {"level3": "为接诉即办指挥调度提供可靠的话务服务，保障市民诉求及时转派", "target": target})))
    assert [one.project for one in department.audit("foreign-target").findings] == ["热线"]


def test_one_department_under_many_names(department):
    for name, unit in zip(NAMES, ("区环卫中心", "环卫中心", "丰台区环卫中心")):
        department.evaluate(name, supervising_unit=unit)
    assert department.found("many-names") == [("note", "3", None)]


def test_doubts_of_the_reader_are_findings(department):
    department.evaluate("道路清扫")
    doubt = {"severity": "note", "code": "total-in-wrong-column", "cell": "G25", "found": "97", "message": "填在另一列。"}
    department.insert("problem", batch_id="b1", form_id="道路清扫", **doubt)
    assert department.found("reading-doubt") == [("note", "97", None)]


def test_self_scores_far_above_an_outside_score(department):
    department.evaluate("道路清扫")
    department.table("project_claims", "人员工资", score=86, note="项目支出绩效评价报告")
    assert department.found("outside-score") == [("warning", "93.50", "86")]


@pytest.mark.parametrize(("score", "expected"), [(86, [("warning", "93.50", "86")]), (90, [])])
def test_self_scores_against_the_sheet_of_a_panel(department, score, expected):
    department.evaluate("道路清扫")
    department.table("expert_scores", "预算执行率", weight=10, score=5, scores="[5,5]")
    department.table("expert_scores", "总分", level="合计", weight=100, score=score, scores=f"[{score},{score}]")
    assert department.found("outside-score") == expected


def test_a_panel_whose_score_a_report_tells_is_heard_once(department):
    department.evaluate("道路清扫")
    department.table("expert_scores", "总分", level="合计", weight=100, score=86, scores="[86,86]")
    department.table("project_claims", "道路清扫", score=86, note="项目支出绩效评价报告")
    assert len(department.found("outside-score")) == 1


@pytest.mark.parametrize(
    ("rule", "row", "expected"),
    [
        ("expert-footing", {"score": 8.5, "scores": "[8,8,8,8]"}, [("error", "8.5", "8")]),
        ("expert-apart", {"score": 7.8, "scores": "[9,9,9,9,3]"}, [("warning", "3", "9")]),
        ("expert-apart", {"score": 6.4, "scores": "[9,8,7,5,3]"}, []),
        ("panel-agreement", {"score": 6, "scores": "[9,6,3]"}, [("note", "1/1", None)]),
    ],
)
def test_expert_sheets(department, rule, row, expected):
    department.table("expert_scores", "预算执行率", weight=10, **row)
    assert department.found(rule) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"score": 8}, [("warning", "80.0%至100.0%", None)]),
        ({"score": 9.96}, []),
        ({"score": 8, "actual": "94%", "actual_value": 0.94}, []),
        ({"score": 5, "weight": 5}, []),
    ],
)
def test_equal_facts_have_equal_marks_in_a_department(department, change, expected):
    department.evaluate("道路清扫")
    department.evaluate("公厕管护", indicators((5, change)))
    assert department.found("uneven-marks") == expected


def test_one_form_that_marks_equal_facts_differently_is_left_to_other_rules(department):
    rows = indicators()
    department.evaluate("道路清扫", [*rows, {**rows[5], "score": 8}])
    assert department.found("uneven-marks") == []
