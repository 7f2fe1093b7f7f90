"""Charts to take along: two forms each, caveats inside, names that any system takes."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from analytics.charts import theme
from analytics.cli import main
from analytics.reports.chart_tables import ReadTable, chart_tables
from analytics.reports.picture_bundle import picture_bundle, picture_name

NOTE = "来源：系统；数据版本 000002"


def bars(title):
    return theme.figure(title, "单位：万元；n=2").add_bar(x=[1, 2], y=["甲", "乙"], orientation="h")


def test_each_chart_comes_as_vectors_and_as_pixels_with_its_caveats():
    figures = [("总览", bars("甲最多")), ("执行率", theme.source_note(bars("执行率：80%/90%"), "来源：自评表"))]
    archive = zipfile.ZipFile(io.BytesIO(picture_bundle(figures, NOTE)))
    pictures = ["01_总览_甲最多.svg", "01_总览_甲最多.png", "02_执行率_执行率：80%_90%.svg", "02_执行率_执行率：80%_90%.png"]
    assert archive.namelist() == [*pictures, "图表数据.xlsx"]
    first, second = (archive.read(name).decode() for name in pictures[::2])
    assert all(words in first for words in ("甲最多", "单位：万元；n=2", NOTE))
    assert "来源：自评表" in second
    assert NOTE not in second
    assert archive.read("01_总览_甲最多.png")[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_tables_of_the_charts_hold_numbers_as_numbers_and_text_as_text():
    figure = theme.figure("甲最多", "单位：万元").add_bar(x=[1], y=["甲"], hovertext=["<b>=甲()</b><br>预算 1,234.50 万元，执行率 −5.0%<br>n=3个项目"])
    sheet = openpyxl.load_workbook(io.BytesIO(chart_tables([("总览", figure)], NOTE)))["图01"]
    assert [cell.value for cell in sheet[3]] == ["项", "预算（万元）", "执行率", "n"]
    assert [cell.value for cell in sheet[4]] == ["=甲()", 1234.5, -0.05, "3个项目"]
    assert sheet["A4"].data_type == "s"


@pytest.mark.parametrize(("title", "name"), [('a/b\\c:"d"', "a_b_c_d"), ("...", "图"), ("长" * 99, "长" * 29 + "…")])
def test_a_finding_becomes_the_name_of_a_file(title, name):
    assert picture_name(title) == name


def test_another_ending_is_refused(sample_store, tmp_path):
    assert main(["report", "charts", "--out", str(tmp_path / "图.png"), "--store", str(sample_store)]) == 2


def test_tables_that_a_page_only_shows_come_along_with_what_their_columns_mean():
    read = ReadTable("哪个执行率", ("算法", "执行率", "预算（万元）"), (("=甲()", "80.0%", "1,234.50"), ("乙", "", "2.00")))
    book = openpyxl.load_workbook(io.BytesIO(chart_tables([], NOTE, tables=[read])))
    assert book.sheetnames == ["表01", "说明"]
    rows = [[cell.value or "" for cell in row] for row in book["表01"].iter_rows(min_row=3)]
    assert rows == [["算法", "执行率", "预算（万元）"], ["=甲()", 0.8, 1234.5], ["乙", "", 2]]
    assert [row[0].value for row in book["说明"].iter_rows(min_row=4)][:2] == ["算法", "执行率"]
    assert chart_tables([], NOTE) is None
