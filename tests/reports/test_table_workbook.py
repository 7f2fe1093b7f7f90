import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from analytics.metrics.cards import cards_of
from analytics.reports import table_workbook as module
from analytics.reports.table_workbook import table_workbook

COLUMNS = ["name", "budget", "execution_rate", "score_stated", "counted", "fiscal_year"]
CARDS = cards_of(COLUMNS, "project_list")


def write(rows, columns=COLUMNS, cards=CARDS, **more):
    words = {"title": "执行率低于80%的项目", "filters_words": "2021年度 · 丰台区", "snapshot_version": "000007", "notes": ["另有2个项目未计入"]} | more
    return openpyxl.load_workbook(io.BytesIO(table_workbook(pd.DataFrame(rows, columns=columns, dtype=object), cards, **words)))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_numbers_stay_numbers_and_blanks_stay_blank():
    data = write([["平台运维", Decimal("126.042020"), 0.3416, 88.6, True, 2021], ["无数据", None, float("nan"), None, False, 2021]])["数据"]
    assert values(data) == [
        ["项目名称", "全年预算（万元）", "执行率", "自评得分（分）", "是否计入合计", "年度"],
        ["平台运维", 126.04202, 0.3416, 88.6, "是", 2021],
        ["无数据", None, None, None, "否", 2021],
    ]
    assert [cell.number_format for cell in data[2]][1:4] == ["#,##0.00", "0.0%", "0.##"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum(1)", '=HYPERLINK("http://x")', "http://example.org", "{=1}", "0012", "1e5"])
def test_text_is_never_a_formula_a_link_or_a_number(text):
    data = write([[text, 1, 1, 1, True, 2021]])["数据"]
    assert (data["A2"].value, data["A2"].data_type, data["A2"].hyperlink) == (text, "s", None)


def test_the_sheet_can_be_filtered_and_printed():
    data = write([["甲", 1, 1, 1, True, 2021]])["数据"]
    assert data.freeze_panes == "A2"
    assert data.auto_filter.ref == "A1:F2"
    assert (data.page_setup.orientation, data.page_setup.paperSize, data.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert data.print_title_rows == "$1:$1"


def test_the_second_sheet_says_what_the_first_shows():
    about = values(write([["甲", 1, 1, 1, True, 2021]], written_at=datetime(2024, 5, 6, 7, 8))["说明"])
    assert [row[:2] for row in about[:6]] == [
        ["标题", "执行率低于80%的项目"],
        ["筛选条件", "2021年度 · 丰台区"],
        ["导出时间", "2024-05-06 07:08"],
        ["数据版本", "000007"],
        ["行数", "1"],
        ["说明", "另有2个项目未计入"],
    ]
    assert [row[0] for row in about[8:]] == [CARDS[column].label for column in COLUMNS]
    assert all(row[2] for row in about[8:])


def test_columns_are_wide_enough_for_chinese():
    data = write([["城市管理监督指挥中心运行维护", 1, 1, 1, True, 2021]])["数据"]
    assert data.column_dimensions["A"].width >= 2 * 14


def test_no_rows_still_make_a_file():
    assert values(write([])["数据"])[0][0] == "项目名称"


def test_a_column_without_a_card_keeps_its_name():
    assert values(write([["甲"]], columns=["别的"], cards={})["数据"]) == [["别的"], ["甲"]]


def test_what_does_not_fit_is_said(monkeypatch):
    text = write([["长" * 40_000, 1, 1, 1, True, 2021]])["数据"]["A2"].value
    assert text.endswith(module.CUT)
    monkeypatch.setattr(module, "MAX_ROWS", 1)
    with pytest.raises(ValueError, match="2 行"):
        write([["甲", 1, 1, 1, True, 2021]] * 2)


def test_an_ampersand_in_the_title_does_not_break_the_page_header():
    assert "甲&乙" in write([], title="甲&乙")["数据"].oddHeader.left.text.replace("&&", "&")


def test_scores_are_printed_without_needless_zeros():
    data = write([["甲", 1, 1, 86.0, True, 2021], ["乙", 1, 1, 88.6, True, 2021], ["丙", 1, 1, 99.999, True, 2021]])["数据"]
    assert [data[f"D{row}"].number_format for row in (2, 3, 4)] == ["0", "0.##", "0"]
