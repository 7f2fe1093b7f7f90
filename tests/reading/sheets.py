"""Small workbooks for tests: rows of texts in, an .xlsx out."""

from __future__ import annotations

import io

import xlsxwriter

from analytics.reading import Answers, Source, read_files
from analytics.reading.records import FileReading

FORM = [
    ["项目支出绩效自评表"],
    ["（2023年度）"],
    ["项目名称", "道路清扫保洁"],
    ["主管部门", "丰台区城市管理委员会", None, "实施单位", "丰台区环卫中心"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 120, 100, 85, 10, "85%", 8.5],
    [None, "其中：当年财政拨款", 120, 100, 85, "—", None, "—"],
    ["年度总体目标", "预期目标", None, None, "实际完成情况"],
    [None, "道路整洁", None, None, "完成"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    [None, "产出指标", "数量指标", "清扫面积", "≥500平方米", "520平方米", 50, 50],
    [None, "效益指标", "社会效益指标", "环境改善", "明显", "明显", 30, 28, "个别路段反复"],
    [None, "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "95%", 10, 10],
    ["总分", None, None, None, None, None, 100, 96.5],
]


def form_with(**changes: object) -> list[list[object]]:
    """The form above with cells replaced: `F6="abc"`; None empties a cell."""
    rows = [list(row) for row in FORM]
    for cell, value in changes.items():
        row, column = int(cell[1:]) - 1, ord(cell[0]) - 65
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return rows


def workbook(*sheets: list[list[object]], formulas: dict[str, str] | None = None, hidden: tuple[int, ...] = ()) -> bytes:
    """One sheet a list of rows; `formulas` are written without a calculated value, sheets in `hidden` are hidden."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for number, rows in enumerate(sheets or ([],)):
            sheet = book.add_worksheet(f"表{number + 1}")
            for cell, formula in (formulas or {}).items():
                sheet.write_formula(cell, formula, None, "")
            if number in hidden:
                sheet.hide()
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if value is not None:
                        sheet.write(row, column, value)
    return stream.getvalue()


def read(content: bytes, name: str = "自评表.xlsx", answers: Answers | None = None) -> FileReading:
    return read_files([Source(name, content)], answers or Answers())[0]
