"""A form that nobody filled in is refused with a clear word, never stored as a project of zeros."""

from __future__ import annotations

import pytest

from tests.reading.sheets import FORM, form_with, read, workbook

BLANK = form_with(
    B3=None, B4=None, E4=None, C6=None, D6=None, E6=None, G6=None, H6=None, C7=None, D7=None, E7=None, B9=None, E9=None,
    **{f"{column}{row}": None for row in (11, 12, 13) for column in "DEFHI"}, H14=None,
)  # fmt: skip
REGISTER = [["项目汇总表"], ["单位：万元"], ["项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率"], [None, None, None, None, "—"]]


def blanks(reading):
    return [(problem.severity, problem.sheet, problem.cell) for problem in reading.problems if problem.code == "form-blank"]


@pytest.mark.parametrize(
    "change",
    [{}, {"C6": 0, "D6": 0, "E6": 0}, {"B4": "丰台区城市管理委员会"}, {"D11": "指标1：", "D12": "……"}],
    ids=["blank", "zeros", "unit only", "printed marks"],
)
def test_a_form_without_content_is_refused(change):
    rows = [list(row) for row in BLANK]
    for cell, value in change.items():
        rows[int(cell[1:]) - 1][ord(cell[0]) - 65] = value
    reading = read(workbook(rows))
    assert (reading.forms, reading.refused, blanks(reading)) == ((), True, [("error", "表1", "A1")])


@pytest.mark.parametrize("change", [{"B3": "道路清扫"}, {"D6": 100}, {"D11": "清扫面积"}], ids=["name", "amount", "indicator"])
def test_a_form_begun_is_read(change):
    rows = [list(row) for row in BLANK]
    for cell, value in change.items():
        rows[int(cell[1:]) - 1][ord(cell[0]) - 65] = value
    reading = read(workbook(rows))
    assert (len(reading.forms), blanks(reading)) == (1, [])


def test_a_blank_sheet_beside_a_filled_one_is_only_noted():
    reading = read(workbook(FORM, BLANK))
    assert ([form.sheet for form in reading.forms], blanks(reading), reading.refused) == (["表1"], [("note", "表2", "A1")], False)


def test_a_register_without_rows_is_refused():
    assert blanks(read(workbook(REGISTER))) == [("error", "表1", "A3")]


def test_a_total_without_calculated_figures_does_not_end_a_register():
    rows = [*REGISTER[:3], ["总计"], ["清扫", 10, 10, 8, "80%"]]
    assert [row.name for row in read(workbook(rows)).forms[0].rows] == ["清扫"]


def test_rows_of_a_register_that_hold_only_dashes_are_passed_over():
    rows = [*REGISTER, ["清扫", 10, 10, 8, "80%"], [None, None, None, None, "—"], ["绿化", 20, 20, 20, "100%"]]
    assert [row.name for row in read(workbook(rows)).forms[0].rows] == ["清扫", "绿化"]
