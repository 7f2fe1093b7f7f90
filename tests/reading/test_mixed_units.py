"""One amount in another unit than the rest of its form is mended where the form proves it, and kept out of the sums where it does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analytics.reading import Answers
from tests.reading.sheets import form_with, read, workbook

PLAIN = {"C6": 126, "D6": 126, "E6": "43.04202", "G6": "34.16%", "C7": 126, "D7": 126, "E7": "43.04202", "G7": None}
COST = {"C11": "成本指标", "D11": "成本", "E11": "126万元", "F11": "430420.2元"}
SILENT = {"G6": None, "C7": None, "D7": None, "E7": None}


def funding_of(**cells):
    reading = read(workbook(form_with(**PLAIN | cells)))
    return reading.forms[0], {problem.cell: problem for problem in reading.problems if problem.code.startswith("unit-")}


@pytest.mark.parametrize(
    ("cells", "mended"),
    [
        ({"E6": 430420.2}, {"E6"}),
        ({"E6": 430420.2} | COST, {"E6"}),
        ({"E7": 430420.2} | COST, {"E7"}),
        ({"E6": 430420.2, "E7": 430420.2}, {"E6", "E7"}),
        ({"C6": 1260000}, {"C6"}),
        ({"C6": 1260000, "D6": 1260000, "C7": 1260000, "D7": 1260000}, {"C6", "D6", "C7", "D7"}),
        ({"C6": 1260000, "D6": 1260000, "E6": 430420.2}, {"C6", "D6", "E6"}),
        ({"E6": 430420.2} | SILENT | COST, {"E6"}),
    ],
)
def test_cells_in_another_unit_are_brought_to_that_of_the_form(cells, mended):
    form, told = funding_of(**cells)
    total = form.funding[0]
    assert (total.initial_budget, total.revised_budget, total.executed) == (126, 126, Decimal("43.04202"))
    assert (form.amount_unit.used, set(told)) == ("万元", mended)
    assert {problem.code for problem in told.values()} == {"unit-of-cell-corrected"}


def test_the_printed_text_and_both_places_are_told():
    form, told = funding_of(E6=430420.2)
    assert form.funding[0].executed_printed == told["E6"].found == "430420.2"
    assert told["E6"].expected == "43.04202万元"
    assert all(cell in told["E6"].message for cell in ("E7", "G6"))


@pytest.mark.parametrize("cells", [{"E6": 430420.2}, {"E6": "0.0043"}])
def test_without_proof_the_form_is_in_doubt(cells):
    form, told = funding_of(**SILENT | cells)
    assert (form.amount_unit.status, form.funding[0].executed, told["E6"].code) == ("suspect", None, "unit-suspect")


def test_an_answer_about_the_form_does_not_believe_such_a_cell_but_its_own_unit_does():
    rows = form_with(**PLAIN | SILENT | {"E6": 430420.2})
    name = read(workbook(rows)).forms[0].project.name
    assert read(workbook(rows), answers=Answers(units={name: "万元"})).forms[0].amount_unit.status == "suspect"
    assert funding_of(**SILENT | {"E6": "430420.2元"})[0].funding[0].executed == Decimal("43.04202")


@pytest.mark.parametrize(
    "cells", [{}, {"C6": 12}, {"E7": 2}, {"D6": 1000, "D7": 900}, {"E6": "0.12", "G6": "0.1%", "E7": None}, {"C6": 0, "D6": 0, "C7": None, "D7": None}]
)
def test_ordinary_amounts_are_left_alone(cells):
    assert funding_of(**cells)[1] == {}
