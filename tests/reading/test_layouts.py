"""A form is read by its words: the same figures wherever the columns stand and however the words are broken."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.reading.records import FUNDING_FIELDS, Form
from tests.reading.sheets import FORM, form_with, read, workbook


def figures(form: Form) -> tuple:
    funding = [tuple(getattr(line, name) for name in FUNDING_FIELDS) for line in form.funding]
    indicators = [(i.level1, i.level2, i.level3, i.target, i.actual, i.weight, i.score, i.deviation_reason) for i in form.indicators]
    return form.project.name, form.fiscal_year, form.department, funding, indicators, form.total_weight, form.total_score


EXPECTED = figures(read(workbook(FORM)).forms[0])


def test_the_plain_form_is_read_in_full():
    name, year, department, funding, indicators, weight, score = EXPECTED
    assert (name, year, department, weight, score) == ("道路清扫保洁", 2023, "丰台区城市管理委员会", 100, Decimal("96.5"))
    assert funding[0] == (Decimal(120), Decimal(100), Decimal(85), Decimal(10), Decimal("0.85"), Decimal("8.5"))
    assert indicators[1] == ("效益指标", "社会效益指标", "环境改善", "明显", "明显", 30, 28, "个别路段反复")


def moved(rows, down, right):
    return [[] for _ in range(down)] + [[None] * right + row for row in rows]


@settings(max_examples=30)
@given(down=st.integers(0, 12), right=st.integers(0, 12), copies=st.integers(1, 3), gap=st.integers(0, 4))
def test_place_and_number_on_the_sheet_do_not_matter(down, right, copies, gap):
    sheet = moved(FORM, down, right)
    for _ in range(copies - 1):
        sheet += moved(FORM, gap, right)
    forms = read(workbook(sheet)).forms
    assert [figures(form) for form in forms] == [EXPECTED] * copies


@settings(max_examples=30)
@given(order=st.permutations(range(4, 9)))
def test_the_order_of_indicator_columns_does_not_matter(order):
    rows = [list(row) + [None] * (9 - len(row)) for row in FORM]
    mixed = rows[:9] + [row[:4] + [row[column] for column in order] for row in rows[9:]]
    assert figures(read(workbook(mixed)).forms[0]) == EXPECTED


@pytest.mark.parametrize(
    "changes",
    [
        {"C5": "年初预\n算数", "E5": "全年\n执行数"},
        {"C5": "年初预算数（A）", "D5": "全年预算数（B）", "E5": "全年执行数（C）", "F5": "分值（10分）", "G5": "执行率（C/B）"},
        {"A3": "项目 名称", "A4": "主管部门：", "A14": "总  分"},
        {"B11": "产出指标（50分）", "C11": "数量\n指标"},
        {"A14": "合计"},
        {"G6": 0.85},
        {"G6": 85},
    ],
)
def test_wording_of_headings_does_not_matter(changes):
    assert figures(read(workbook(form_with(**changes))).forms[0]) == EXPECTED


def test_a_form_in_yuan_is_the_same_money():
    yuan = form_with(A5="项目资金（元）", C6=1200000, D6=1000000, E6=850000, C7=1200000, D7=1000000, E7=850000)
    form = read(workbook(yuan)).forms[0]
    assert figures(form) == EXPECTED
    assert (form.amount_unit.printed, form.amount_unit.used) == ("元", "元")
    assert form.funding[0].executed_printed == "850000"


def test_without_a_column_for_it_there_is_no_revised_budget():
    rows = [[value for column, value in enumerate(row) if column != 3] if 5 <= number <= 7 else row for number, row in enumerate(FORM, 1)]
    form = read(workbook(rows)).forms[0]
    assert (form.has_revised_column, form.funding[0].initial_budget, form.funding[0].revised_budget, form.funding[0].executed) == (False, 120, None, 85)


def test_a_code_before_the_name_is_kept_apart():
    project = read(workbook(form_with(B3="51000021R000000019951-道路清扫保洁"))).forms[0].project
    assert (project.code, project.name) == ("51000021R000000019951", "道路清扫保洁")


def test_an_indicator_broken_over_two_rows_is_one():
    rows = form_with()
    rows.insert(11, [None, None, None, None, "（含辅路）", "，全部达标"])
    indicators = read(workbook(rows)).forms[0].indicators
    assert len(indicators) == 3
    assert (indicators[0].target, indicators[0].actual) == ("≥500平方米（含辅路）", "520平方米，全部达标")


def test_a_lone_total_in_the_score_column_that_is_the_sum_of_weights_is_a_weight():
    reading = read(workbook(form_with(H11=None, H12=None, H13=None, H6=None, G14=None, H14=100)))
    assert (reading.forms[0].total_weight, reading.forms[0].total_score) == (100, None)


def test_decoys_are_named_and_not_loaded():
    reading = read(workbook([["2023年度项目绩效评价指标体系表"], ["一级指标", "二级指标", "三级指标", "分值"], ["产出", "数量", "面积", 10]]))
    assert [(form.kind, form.recognised_as) for form in reading.forms] == [("other", "绩效评价指标体系表")]
    assert reading.refused
