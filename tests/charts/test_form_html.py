import re
from decimal import Decimal

import pytest

from analytics.charts import form_html
from analytics.metrics.dossier import Dossier, SheetCell
from analytics.reading.records import Evidence, Funding, Indicator, Problem

FUNDING = Funding("total", "年度资金总额", executed=Decimal("43.04202"), executed_printed="430420.2", weight=Decimal(10), cells={"executed": "F7"})
FACTS = {"unit_status": "corrected", "has_revised_column": False, "sheet": "表", "file": "甲.xlsx", "goal": None, "achievement": "完成"}


def form(**changed):
    fields = {
        "project_id": "a1", "facts": FACTS, "cells": {}, "persons": {}, "evidence": (), "funding": (FUNDING,), "indicators": (), "problems": (),
        "mentions": (), "drawing": ((SheetCell("A1", "题", 1, 3),), (SheetCell("F7", "430420.2"),)),
    }  # fmt: skip
    return Dossier(**{**fields, **changed})


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "—"), (Decimal("43.042020"), "43.04202"), (Decimal("1234.5"), "1,234.5"), (Decimal("12.000000"), "12"), (Decimal(0), "0"), (Decimal(-3), "−3")],
)
def test_amounts_keep_all_their_digits(value, words):
    assert form_html.exact(value) == words


def test_a_figure_stands_beside_its_cell_and_the_printed_text():
    html = form_html.funding_table(form())
    assert "43.04202<small" in html
    assert ">F7</small>" in html
    assert "表上写 430420.2" in html


def test_a_form_without_the_revised_column_shows_none():
    assert "全年预算数" not in form_html.funding_table(form())
    assert "全年预算数" in form_html.funding_table(form(facts={**FACTS, "has_revised_column": True}))


def test_blank_and_not_applicable_differ():
    blank = form_html.indicator_table([Indicator("产出指标", "数量指标", "次数", weight=Decimal(10))])
    apart = form_html.indicator_table([Indicator("效益指标", "经济效益", "收益", applicable=False)])
    assert "未填" in blank
    assert "不涉及" in apart


def test_doubtful_cells_are_marked_over_those_that_prove_the_unit():
    found = form(
        problems=(Problem("warning", "unit-corrected", "单位有误", "表", "F7"),), evidence=(Evidence("表", "F7", "43.04万元"), Evidence("表", "A1", "题"))
    )
    html = form_html.sheet(found)
    assert 'class="warning short"' in html
    assert 'class="proof' in html


def test_a_cell_of_another_sheet_is_not_marked():
    assert 'class="error' not in form_html.sheet(form(problems=(Problem("error", "x", "别处", "另一表", "F7"),)))


def test_merged_cells_span():
    assert 'colspan="3"' in form_html.sheet(form())


def test_rows_and_columns_of_the_drawing_bear_their_names():
    html = form_html.sheet(form())
    assert re.findall(r'<th scope="col">(\w+)<', html) == list("ABCDEF")
    assert re.findall(r'<th scope="row">(\w+)<', html) == ["1", "7"]


def test_an_address_leads_to_its_cell_where_that_is_drawn():
    found = form()
    assert 'href="#cell-F7"' in form_html.linked(form_html.funding_table(found), found)
    assert 'id="cell-F7"' in form_html.sheet(found)
    assert "href" not in form_html.linked(form_html.cell_mark("Z9"), found)


HOSTILE = '<img src=x onerror="alert(1)">'


def test_no_text_of_a_file_is_markup():
    found = form(
        facts={**FACTS, "goal": HOSTILE},
        funding=(Funding("total", HOSTILE, executed_printed=HOSTILE, cells={"executed": HOSTILE}),),
        indicators=(Indicator(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, deviation_reason=HOSTILE),),
        problems=(Problem("error", "x", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        drawing=((SheetCell("A1", HOSTILE),),),
    )
    for html in (
        form_html.funding_table(found),
        form_html.indicator_table(found.indicators),
        form_html.problem_list(found),
        form_html.sheet(found),
        form_html.goals(found),
    ):
        assert "<img" not in html
        assert "&lt;img" in html
