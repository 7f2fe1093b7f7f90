"""What a form's headings do not explain is said with its cell, and nothing is taken from it."""

from __future__ import annotations

import pytest

from tests.reading.sheets import FORM, form_with, read, workbook


def problems(rows, **options):
    return [(problem.code, problem.cell) for problem in read(workbook(rows, **options)).problems]


def test_a_plain_form_raises_no_doubt():
    assert problems(FORM) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"K11": 7}, ("column-unknown", "K11")),  # no heading above the number
        ({"J10": "折算系数", "J11": 0.8, "J12": 1}, ("column-unknown", "J11")),
        ({"I5": "到期数", "I6": 12}, ("column-unknown", "I6")),
        ({"J10": "得分", "J11": 49}, ("column-twice", "J10")),
        ({"D11": None}, ("indicator-unnamed", "G11")),
        ({"G14": None, "H14": None, "E14": 100, "F14": 96.5}, ("total-in-wrong-column", "E14")),
        ({"G14": None, "H14": None, "E14": 100, "F14": 95}, ("total-unexplained", "F14")),
        ({"A14": None}, ("total-label-unknown", "G14")),
        ({"F6": 85, "G6": 10, "H6": "85%"}, ("columns-shifted", "C6")),  # the rate stands in the column of the score
        ({"E10": "业绩标杆"}, ("column-unknown", "E11")),  # no target is left
    ],
)
def test_a_doubt_names_its_cell(changes, expected):
    assert expected in problems(form_with(**changes))


def test_points_below_the_total_row_are_said():
    assert ("points-unread", "G15") in problems([*FORM, [None, None, None, "补充指标", "≥1", "1", 5, 5]])


def test_a_column_beside_its_heading_is_said_to_be_shifted():
    rows = form_with(E10=None, F10="年度指标值", G10=None, H10=None, I10="得分", E11="≥500平方米", F11=None, F12=None, F13=None, E12="明显", E13="≥90%")
    assert ("columns-shifted", "E11") in problems(rows)


def test_a_form_without_a_heading_of_indicators_says_so():
    assert ("indicators-missing", None) in problems(form_with(B10="甲", C10="乙", D10="丙"))


def test_a_named_project_with_nothing_to_read_is_not_dropped_in_silence():
    assert problems([*FORM, [], ["项目名称", "另一个项目"], ["主管部门", "丰台区财政局"]]) == [("indicators-missing", "B16")]


def test_of_weights_after_every_level_the_indicator_keeps_its_own():
    rows = form_with()
    rows[9:13] = [
        ["绩效指标", "一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "指标值", "完成值", "得分"],
        [None, "产出指标", 50, "数量指标", 50, "清扫面积", 30, "≥500", "520", 30],
        [None, None, None, None, None, "清扫次数", 20, "≥2", "2", 20],
        [None, "效益指标", 40, "社会效益指标", 40, "环境改善", 40, "明显", "明显", 38],
    ]
    form = read(workbook(rows)).forms[0]
    assert [(i.level3, i.weight, i.score) for i in form.indicators] == [("清扫面积", 30, 30), ("清扫次数", 20, 20), ("环境改善", 40, 38)]


def test_a_page_number_is_no_level():
    rows = form_with()
    rows.insert(11, [None, "12"])
    assert {indicator.level1 for indicator in read(workbook(rows)).forms[0].indicators} == {"产出指标", "效益指标", "满意度指标"}


def test_a_table_without_a_unit_of_amounts_past_belief_is_refused():
    rows = [["支出决算表"], ["部门：青神县财政局"], ["项目", "本年支出合计"], ["合计", 25735289.06], ["卫生健康支出", 25037565.22]]
    reading = read(workbook(rows), "决算_2021.xlsx")
    assert reading.refused
    assert reading.problems[0].code == "unit-not-printed"
