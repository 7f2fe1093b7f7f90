"""How rules fared: run or not and why, looked at, passed, found; which scoring rules judged which forms."""

from __future__ import annotations

from dataclasses import fields

import pytest

from analytics.audit import RULES
from analytics.audit.case import RuleRecord
from analytics.audit.rule_report import looked_at, rule_reports, summary, verdicts
from analytics.audit.rule_sets import RULE_SETS, RuleSet, frame_of, judged, rule_set_of
from analytics.charts.rules import card, rule_set
from analytics.metrics import run
from tests.audit.draft import Department, indicators


@pytest.fixture
def reports():
    department = Department()
    department.evaluate("道路清扫", total_score=98)
    department.evaluate("公厕管护", indicators((0, {"actual": "400平方米", "actual_value": 400})))
    audit = department.audit()
    return {one.card.id: one for one in rule_reports(audit)}


def test_every_rule_is_reported_once(reports):
    assert list(reports) == list(RULES)


def test_a_rule_says_how_many_forms_it_looked_at_and_passed(reports):
    total = reports["score-total"]
    assert (total.run.examined, total.passed, dict(total.severities), total.standing) == (2, 1, {"error": 1}, "已运行")


def test_indicators_are_counted_by_their_rows(reports):
    counted = reports["quantitative-score"]
    assert counted.run.examined - counted.passed == 1


def test_a_rule_that_did_not_run_says_why(reports):
    lacking = reports["growth-rate"]
    assert (lacking.ran, lacking.standing) == (False, "未运行")
    assert "部门决算表" in lacking.run.because
    assert "没有运行" in card(lacking)


def test_the_sentence_counts_runs_and_errors(reports):
    said = summary(reports.values())
    assert f"{len(RULES)} 条规则" in said
    assert "错误 1 处" in said
    assert "条未运行" in said


def test_what_persons_made_of_a_rule_is_told(reports):
    department = Department()
    department.evaluate("道路清扫", total_score=98)
    record = RuleRecord("score-total", 1, 2, 1, 2 / 3, False, False, None, None, None)
    (one,) = [report for report in rule_reports(department.audit(), [record]) if report.record]
    assert verdicts(one) == "属实 2 处，不属实 1 处，准确率 66.7%"
    assert verdicts(reports["score-total"]) == "还没有核实过"


def test_a_rule_that_is_off_is_out_of_the_sentence():
    department = Department()
    department.evaluate("道路清扫", total_score=98)
    record = RuleRecord("score-total", 1, 0, 0, None, False, True, "本区另有规定", "张三", None)
    found = rule_reports(department.audit(), [record])
    assert f"1 条在本地停用（{RULES['score-total'].title}）" in summary(found)
    assert "错误 0 处" in summary(found)


def test_every_rule_says_what_it_looks_at():
    assert [name for name, one in RULES.items() if not looked_at(one)] == []


# ---- rule sets


def test_a_form_is_judged_by_the_set_of_its_place_and_year():
    department = Department()
    department.evaluate("道路清扫")
    department.evaluate("公厕管护", fiscal_year=2019)
    costs = indicators((0, {"level1": "成本指标"}))
    department.evaluate("绿化养护", costs)
    department.build()
    found = {one.rules.key: (one.marks, one.weights) for one in judged(run(department, "rule_set_forms").to_dict("records"))}
    assert found["national"] == (2, 1)
    assert found["beijing"] == (1, 1)
    assert found["cost"] == (0, 1)
    assert sum(marks for marks, _ in found.values()) == sum(weights for _, weights in found.values()) == 3


def test_a_form_that_names_no_place_is_judged_by_the_national_rule():
    department = Department()
    department.evaluate("道路清扫")
    department.evaluate("公厕管护", district=None, department=None, fiscal_year=None)
    department.build()
    found = {one.rules.key: one.marks for one in judged(run(department, "rule_set_forms").to_dict("records"))}
    assert found["national"] == 2


def test_weights_follow_the_set_made_for_cost():
    assert frame_of("丰台区", 2023, True).key == "cost"
    assert frame_of("丰台区", 2019, False).key == "beijing"
    assert frame_of(None, None, False).key == "national"


def own_set(**changes):
    national = {field.name: getattr(RULE_SETS["national"], field.name) for field in fields(RuleSet)}
    return RuleSet(**{**national, "key": "own", "districts": (), "departments": ("丰台区环卫中心",), **changes})


def test_a_departments_own_set_goes_first_in_its_years():
    sets = {**RULE_SETS, "own": own_set(first_year=2022)}
    assert rule_set_of("丰台区", 2023, "丰台区环卫中心", sets).key == "own"
    assert rule_set_of("丰台区", 2021, "丰台区环卫中心", sets).key == "national"
    assert rule_set_of("丰台区", 2023, "丰台区文化馆", sets).key == "national"


def test_a_city_department_without_a_district_has_the_set_of_its_province():
    assert [rule_set_of(*asked).key for asked in ((None, 2022, "黄石市文化和旅游局"), ("大悟县", 2022, None), (None, 2022, "丹东市财政局"))] == [
        "hubei", "hubei", "national",
    ]  # fmt: skip


def test_what_a_rule_set_leaves_free_is_not_held_against_a_form():
    department = Department()
    place = {"district": None, "department": "黄石市文化和旅游局"}
    department.evaluate("共享工程", indicators((0, {"weight": 5, "score": 5}), (4, {"weight": 35})), funding={"weight": 20, "score": 17}, **place)
    department.evaluate("送戏下乡", **place)
    assert [(one.project, one.stated, one.rule_set) for one in department.audit("weights-off-frame").findings] == [
        ("送戏下乡", "执行率10", "湖北省（执行率20分）")
    ]


@pytest.mark.parametrize("key", RULE_SETS)
def test_a_rule_set_can_be_read_as_tables(key):
    drawn = rule_set(RULE_SETS[key])
    assert RULE_SETS[key].basis in drawn
    assert all(level in drawn for level in RULE_SETS[key].weights)
    assert all(note.replace("“", "“") in drawn for note in RULE_SETS[key].notes)
