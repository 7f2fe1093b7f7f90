"""Totals of exported tables: live formulas whose results are what the pages show."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from analytics.cli import main
from analytics.metrics import Filters, run
from analytics.metrics.cards import CARDS, cards_of
from analytics.reports.table_workbook import table_workbook
from analytics.reports.totals import TOTALS, totals_of
from analytics.store import Store

COLUMNS = ["name", "budget_base", "executed", "execution_rate"]


def book(rows, values=False):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    content = table_workbook(frame, cards_of(COLUMNS, "execution_list"), "执行率", "全部项目", "000002", totals=TOTALS["execution_list"])
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def last(sheet):
    return [cell.value for cell in sheet[sheet.max_row]]


ROWS = [["=甲", 100.0, 50.0, 0.5], ["乙", 300.0, 250.0, 250 / 300]]


def test_the_last_row_holds_formulas_and_their_results():
    assert last(book(ROWS)["数据"]) == ["合计", "=SUBTOTAL(109,B2:B3)", "=SUBTOTAL(109,C2:C3)", '=IF(B4=0,"",C4/B4)']
    assert last(book(ROWS, values=True)["数据"]) == ["合计", 400.0, 300.0, 0.75]
    assert book(ROWS)["数据"]["A2"].data_type == "s"
    assert book(ROWS)["数据"].auto_filter.ref == "A1:D3"
    assert any("是公式" in str(row[1].value) for row in book(ROWS)["说明"].iter_rows(max_row=8))


def test_an_amount_beside_a_blank_base_is_left_out():
    rows = [*ROWS, ["丙", None, 900.0, None]]
    assert last(book(rows)["数据"])[2] == '=SUMIF(B2:B4,"<>",C2:C4)'
    assert last(book(rows, values=True)["数据"])[1:] == [400.0, 300.0, 0.75]


def test_nothing_has_no_total_and_zero_has_no_ratio():
    assert book([])["数据"].max_row == 1
    assert last(book([["甲", 0.0, 0.0, None]], values=True)["数据"])[3] in ("", None)


def test_totals_are_what_the_pages_say(sample_store):
    store = Store(sample_store)
    snapshot = store.snapshot()
    low = Filters(rate_max=0.8)
    rows, summary = run(snapshot, "execution_list", low), run(snapshot, "summary", low).iloc[0]
    found = {one.column: one.result for one in totals_of(rows, TOTALS["execution_list"])}
    assert found["budget_base"] == pytest.approx(float(summary["budget"]))
    assert found["unspent"] == pytest.approx(float(summary["unspent"]))
    assert found["execution_rate"] == pytest.approx(float(summary["execution_rate"]))
    steps, parts = run(snapshot, "variance_steps").iloc[0], run(snapshot, "variance_parts", by="department")
    found = {one.column: one.result for one in totals_of(parts, TOTALS["variance_parts"])}
    assert found["initial_budget"] == pytest.approx(float(steps["initial_budget"]))
    assert found["outturn_deviation"] == pytest.approx(float(steps["outturn_deviation"]))
    found = {one.column: one.result for one in totals_of(run(snapshot, "variance_projects"), TOTALS["variance_projects"])}
    assert [found[name] for name in ("initial_budget", "revised_budget", "executed", "outturn_deviation")] == [
        pytest.approx(float(steps[name])) for name in ("initial_budget", "revised_budget", "executed", "outturn_deviation")
    ]
    store.close()


def test_totals_are_of_columns_that_have_cards():
    for table, columns in TOTALS.items():
        assert all(column in CARDS or f"{table}.{column}" in CARDS for column in columns), table


def test_any_metric_is_written_with_its_definitions(sample_store, tmp_path, capsys):
    out = tmp_path / "执行率.xlsx"
    assert main(["metric", "execution_list", "--below", "0.8", "--out", str(out), "--json", "--store", str(sample_store)]) == 0
    written = openpyxl.load_workbook(out)
    assert written.sheetnames == ["数据", "说明"]
    assert "合计" in last(written["数据"])
    assert main(["metric", "execution_list", "--out", str(tmp_path / "执行率.csv"), "--store", str(sample_store)]) == 2
