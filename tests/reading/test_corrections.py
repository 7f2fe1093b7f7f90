"""What a person put right is read in place of the printed text, and told."""

from __future__ import annotations

from decimal import Decimal

from analytics.reading import Answers
from tests.reading.sheets import form_with, read, workbook

BAD = workbook(form_with(E6="约85万"))


def corrected(content=BAD, **answers):
    return read(content, answers=Answers(**answers))


def test_a_corrected_amount_is_read_and_the_printed_text_kept():
    reading = corrected(cells={"表1!E6": "85"})
    total = reading.forms[0].funding[0]
    assert (reading.refused, total.executed, total.executed_printed) == (False, Decimal(85), "约85万")
    assert reading.drawings[0].texts["E6"] == "约85万"
    assert [(one.severity, one.sheet, one.cell, one.found, one.expected) for one in reading.problems if one.code == "cell-corrected"] == [
        ("note", "表1", "E6", "约85万", "85")
    ]


def test_a_cell_can_be_said_to_hold_no_figure():
    total = corrected(cells={"表1!E6": "空"}).forms[0].funding[0]
    assert (total.executed, total.executed_printed) == (None, "约85万")


def test_a_correction_that_is_no_number_is_refused_again():
    reading = corrected(cells={"表1!E6": "八十五左右"})
    assert reading.refused
    assert [one.found for one in reading.problems if one.code == "amount-unreadable"] == ["八十五左右"]


def test_a_correction_of_a_cell_that_is_not_there_is_said():
    for place in ("表9!E6", "表1!E99999", "表1!", "E6", "表1!ZZZZ1"):
        assert [one.code for one in corrected(cells={place: "85"}).problems if one.severity == "warning"] == ["correction-nowhere"]


def test_what_the_cell_says_already_is_no_correction():
    assert corrected(workbook(form_with()), cells={"表1!E6": "85"}).problems == ()


def test_a_column_is_named_by_its_heading():
    content = workbook(form_with(E5="本年用去"))
    assert corrected(content).forms[0].funding[0].executed is None
    reading = corrected(content, columns={"本年用去": "全年执行数"})
    assert reading.forms[0].funding[0].executed == Decimal(85)
    assert [(one.cell, one.found, one.expected) for one in reading.problems if one.code == "cell-corrected"] == [("E5", "本年用去", "全年执行数")]
