"""What cannot be read is refused whole, with the place, what was found and what to do."""

from __future__ import annotations

import pytest

from analytics.reading import Answers
from tests.reading.sheets import FORM, form_with, read, workbook


def only_error(reading):
    (problem,) = [problem for problem in reading.problems if problem.severity == "error"]
    assert reading.refused
    assert problem.message
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        ("这是文本".encode(), "file-not-a-workbook"),
        (b"PK\x03\x04broken", "file-not-a-workbook"),
        (b"%PDF-1.7 something", "file-not-a-workbook"),
        (workbook(FORM)[:-300], "file-not-a-workbook"),
        (workbook(), "no-form"),
        (workbook([["会议纪要"], ["一、学习文件", "二、讨论"]]), "no-form"),
    ],
)
def test_what_is_no_form_is_refused_in_words(content, code):
    assert only_error(read(content)).code == code


@pytest.mark.parametrize(("cell", "text"), [("E6", "约85万"), ("D6", "一百"), ("H6", "八点五"), ("G11", "五十分左右")])
def test_an_unreadable_figure_is_named_with_its_cell(cell, text):
    problem = only_error(read(workbook(form_with(**{cell: text}))))
    assert (problem.cell, problem.found) == (cell, text)


def test_a_missing_year_is_asked_for_and_not_guessed():
    content = workbook(form_with(A2=None))
    reading = read(content)
    assert (reading.questions, reading.refused) == (("fiscal_year",), False)
    assert read(content, answers=Answers(fiscal_year=2022)).forms[0].fiscal_year == 2022
    assert read(content, name="丰台_2021年度_自评表.xlsx").forms[0].fiscal_year == 2021


def test_a_missing_district_is_asked_for():
    content = workbook(form_with(B4="城市管理科", E4="环卫队"))
    assert read(content).questions == ("district", "department")
    answered = read(content, answers=Answers(district="丰台区", department="丰台区城市管理委员会"))
    assert answered.questions == ()
    assert (answered.forms[0].department, answered.forms[0].department_printed) == ("丰台区城市管理委员会", "城市管理科")


def test_a_blank_revised_budget_is_a_problem_and_leaves_the_rate_to_nobody():
    reading = read(workbook(form_with(D6=None)))
    assert [(problem.code, problem.cell) for problem in reading.problems] == [("revised-budget-blank", "D6")]
    assert reading.forms[0].funding[0].revised_budget is None


def test_a_rate_without_a_scale_is_a_problem():
    reading = read(workbook(form_with(G6=0.3)))
    assert [(problem.code, problem.cell) for problem in reading.problems] == [("rate-ambiguous", "G6")]
    assert reading.forms[0].funding[0].execution_rate_stated is None


def test_text_that_no_reader_used_is_listed():
    reading = read(workbook(form_with(K6="手写备注")))
    assert [(unread.cell, unread.text) for unread in reading.unread] == [("K6", "手写备注")]


def test_a_formula_that_was_never_calculated_is_said_and_is_no_zero():
    rows = form_with(E6=None)
    content = workbook(rows, formulas={"E6": "=E7"})
    reading = read(content)
    assert [(problem.code, problem.cell) for problem in reading.problems][:1] == [("formula-not-calculated", "E6")]
    assert reading.forms[0].funding[0].executed is None


def test_a_hidden_sheet_is_read_and_said():
    reading = read(workbook(FORM, FORM, hidden=(1,)))
    assert len(reading.forms) == 2
    assert [(problem.code, problem.sheet) for problem in reading.problems] == [("sheet-hidden", "表2")]
