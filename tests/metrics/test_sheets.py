"""The parts of stored sheets in which cells stand."""

from __future__ import annotations

import pytest

from analytics.metrics.sheets import sheets_of
from analytics.store import Store

ACCOUNTS, STACKED = "丰台区_2021年度_部门决算登记表.xlsx", "朝阳区城市管理指挥中心_2022年度_项目支出绩效自评表.xlsx"


@pytest.fixture
def snapshot(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


def at(file: str, sheet: str, cell: str) -> dict[str, str | None]:
    return {"file": file, "sheet": sheet, "cell": cell, "text": None}


def rows_of(piece) -> list[int]:
    return [int("".join(filter(str.isdigit, row[0].address))) for row in piece if row]


def test_a_form_is_drawn_whole_and_alone(snapshot):
    (sheet,) = sheets_of(snapshot, [at(STACKED, "自评表", "I55"), at(STACKED, "自评表", "E55"), at(STACKED, "自评表", "I55")])
    assert sheet.cells == ("I55", "E55")
    (piece,) = sheet.pieces
    assert (rows_of(piece)[0], rows_of(piece)[-1]) == (49, 72)


def test_a_long_table_is_its_head_and_the_rows_around(snapshot):
    (sheet,) = sheets_of(snapshot, [at(ACCOUNTS, "部门决算", "M19")])
    assert [rows_of(piece) for piece in sheet.pieces] == [[1, 2], [17, 18, 19, 20, 21]]
    texts = {cell.address: cell.text for piece in sheet.pieces for row in piece for cell in row}
    assert texts["M19"] == "5.26%"


def test_sheets_come_in_the_order_in_which_they_are_named_as_many_as_wanted(snapshot):
    cells = [at(ACCOUNTS, "报告所述项目", "I2"), at(STACKED, "自评表", "I55"), at(ACCOUNTS, "部门决算", "M19")]
    assert [sheet.sheet for sheet in sheets_of(snapshot, cells)] == ["报告所述项目", "自评表", "部门决算"]
    assert [sheet.sheet for sheet in sheets_of(snapshot, cells, 1)] == ["报告所述项目"]


def test_what_is_not_stored_is_left_out(snapshot):
    assert sheets_of(snapshot, [at("没有.xlsx", "表1", "A1"), at(ACCOUNTS, "部门决算", "不是单元格"), {"file": None, "sheet": None, "cell": None}]) == ()
