"""Generated forms as a workbook in the layout of the national form: one a sheet, or all stacked on one sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bench.forms import GeneratedForm

WIDTH = 9
GAP = 2
FUNDING_HEADING = ("项目资金\n（万元）", None, None, "年初预\n算数", "全年预\n算数", "全年\n执行数", "分值", "执行率", "得分")
INDICATOR_HEADING = ("绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分", "偏差原因分析及改进措施")
Rows = list[tuple[object, ...]]
Ranges = list[tuple[int, int, int, int]]


TOTAL_ROW, FISCAL_ROW, OTHER_ROW, FIRST_INDICATOR = 5, 6, 8, 12
FUNDING_COLUMNS = {"initial_budget": 3, "revised_budget": 4, "executed": 5, "weight": 6, "rate": 7, "score": 8}
INDICATOR_COLUMNS = {"level2": 2, "level3": 3, "target": 4, "actual": 5, "weight": 6, "score": 7, "reason": 8}
Cells = Mapping[tuple[int, int], object]
"""What stands in other cells than the form says, by row and column; None empties a cell."""


def workbook_of(forms: Sequence[GeneratedForm], stacked: bool = False, other: Sequence[Cells] = ()) -> bytes:
    """An .xlsx with one form a sheet, or `stacked` on one; figures as texts in every second form, as people type them.

    `other` changes cells, one mapping a form.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        percent = workbook.add_format({"num_format": "0.00%"})
        common = workbook.add_worksheet("自评表") if stacked else None
        top = 0
        for number, form in enumerate(forms, 1):
            sheet = common or workbook.add_worksheet(f"项目{number}")
            top += GAP + _write(sheet, top if stacked else 0, form, number % 2 == 0, percent, other[number - 1] if other else {})
    return stream.getvalue()


def _write(sheet: Worksheet, top: int, form: GeneratedForm, typed: bool, percent: object, other: Cells) -> int:
    """Writes one form and says how many rows it took."""
    rows, merges = _head(form)
    block, block_merges = _indicator_block(form, len(rows))
    rows += block
    for first, left, last, right in merges + block_merges:
        sheet.merge_range(top + first, left, top + last, right, "")
    for row, values in enumerate(rows, top):
        for column, stated in enumerate(values):
            value = other.get((row - top, column), stated)
            if value is None:
                continue
            if row - top == TOTAL_ROW and column == 7 and not typed and value is stated:
                sheet.write_number(row, column, float(form.rate), percent)
            elif isinstance(value, Decimal | int) and not typed:
                sheet.write_number(row, column, float(value))
            else:
                sheet.write_string(row, column, str(value))
    return len(rows)


def _head(form: GeneratedForm) -> tuple[Rows, Ranges]:
    rows: Rows = [
        ("项目支出绩效自评表",),
        (f"（{form.year}年度）",),
        ("项目名称", form.name),
        ("主管部门", form.department, None, None, "实施单位", None, form.department),
        FUNDING_HEADING,
        (None, "年度资金总额", None, form.initial_budget, form.revised_budget, form.executed, 10, f"{form.rate:.2%}", form.execution_score),
        (None, "其中：当年财政\n拨款", None, form.initial_budget, form.revised_budget, form.executed, "—", f"{form.rate:.2%}", "—"),
        (None, "上年结转资金", None, None, None, None, "—", None, "—"),
        (None, "其他资金", None, None, None, None, "—", None, "—"),
        ("年度总体目标", "预期目标", None, None, None, "实际完成情况"),
        (None, form.goal, None, None, None, form.achievement),
    ]
    across = [(0, 0, 0, 8), (1, 0, 1, 8), (2, 1, 2, 8), (3, 1, 3, 3), (3, 4, 3, 5), (3, 6, 3, 8), (9, 1, 9, 4), (9, 5, 9, 8), (10, 1, 10, 4), (10, 5, 10, 8)]
    labels = [(row, 1, row, 2) for row in range(5, 9)]
    return rows, [*across, *labels, (4, 0, 8, 0), (4, 1, 4, 2), (9, 0, 10, 0)]


def _indicator_block(form: GeneratedForm, top: int) -> tuple[Rows, Ranges]:
    """The heading, the rows with each level printed once over all it covers, and the total."""
    rows: Rows = [INDICATOR_HEADING]
    merges: Ranges = [(top, 0, top + len(form.indicators), 0)]
    for level1, of_level1 in groupby(form.indicators, lambda indicator: indicator.level1):
        first = top + len(rows)
        for level2, of_level2 in groupby(of_level1, lambda indicator: indicator.level2):
            start = top + len(rows)
            for one in of_level2:
                head = (level1 if top + len(rows) == first else None, level2 if top + len(rows) == start else None)
                rows.append((None, *head, one.level3, one.target, one.actual, one.weight, one.score, one.reason))
            merges.append((start, 2, top + len(rows) - 1, 2))
        merges.append((first, 1, top + len(rows) - 1, 1))
    last = top + len(rows)
    rows.append(("总分", None, None, None, None, None, 100, form.total_score))
    return rows, [*(place for place in merges if place[0] < place[2]), (last, 0, last, 5), (last, 7, last, 8)]
