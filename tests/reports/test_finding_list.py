"""The list of findings as a workbook."""

from __future__ import annotations

import io

import openpyxl

from analytics.reports.finding_list import COLUMNS, finding_workbook
from tests.audit.test_listing import Life, finding


def rows(*cases: Life) -> list[dict[str, object]]:
    content = finding_workbook(cases, "全部项目", "000001", {"open": "疑点"}, {"true": "属实"})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["数据"]
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, line)) for line in lines]


def test_each_case_is_a_row_in_words():
    cells = ({"file": "甲.xlsx", "sheet": "表1", "cell": "H14", "text": "99"},)
    (row,) = rows(Life(finding("a", cells=cells), owner="张审", verdict="true"))
    assert (row["程度"], row["类别"], row["状态"], row["核实结论"], row["责任人"]) == ("错误", "合计勾稽", "疑点", "属实", "张审")
    assert row["涉及金额（万元）"] == 10
    assert row["单元格"] == "甲.xlsx　表1!H14：99"
    assert len(row) == len(COLUMNS)


def test_text_of_a_file_is_never_a_formula():
    (row,) = rows(Life(finding("a", stated="=1+1", project="=cmd|' /C calc'!A0")))
    assert row["表上所列"] == "=1+1"
    assert str(row["项目"]).startswith("=cmd")


def test_no_cases_still_have_their_headings():
    assert rows() == []
