"""The sheets of the annex in which figures are worked out: a block of rows a finding, its operands in cells, the result a live formula over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analytics.audit.finding import shown_cell
from analytics.errors import LensError
from analytics.reports.evidence import Entry, cited, is_share, rule_title, said, scope, standing, subject
from analytics.reports.live_formula import Figure, figure, formula, in_words, worked_out
from analytics.reports.table_workbook import MAX_ROWS, put_text, width_of

SHEET_HEADS = {"序号": 6, "代号": 6, "名称": 28, "数值": 15, "单位": 8, "单元格": 8, "原文或算式": 44, "工作表": 18, "文件": 28}
LINE_HEIGHT, HIGHEST = 14.0, 409.0  # points a line of the body takes, and the most that a row can
SAME = "同上"
VALUE = 3  # the column 数值


class Styles:
    """The cell formats of the annex."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "仿宋_GB2312", "font_size": 10, "valign": "top", "border": 1, "border_color": "#9aa5ad"}
        self.text: Format = book.add_format(base | {"text_wrap": True})
        self.number: Format = book.add_format(base | {"align": "center"})
        self.head: Format = book.add_format(base | {"font_name": "黑体", "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#dfe9ed"})
        self.label: Format = book.add_format(base | {"font_name": "黑体", "text_wrap": True})
        self.group: Format = book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#eef2f4"})
        self.title: Format = book.add_format({"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter"})
        figures = {
            "number": "#,##0.00####",
            "whole": "#,##0",
            "plain": "0",
            "%": "0.00##%",
            "points": "+0.00%;-0.00%;0.00%",
            "difference": "+#,##0.00####;-#,##0.00####;0.00",
        }
        self.figures = {
            (name, strong): book.add_format(base | {"num_format": each, "bold": strong}) for name, each in figures.items() for strong in (False, True)
        }

    def of(self, value: float, unit: str | None, strong: bool = False) -> Format:
        """How a figure is printed: a whole one without decimals (a year without separators), a ratio as a percentage."""
        whole = "whole" if abs(value) >= 10_000 else "plain"
        return self.figures["%" if unit == "%" else whole if value == int(value) else "number", strong]


def put(sheet: Worksheet, row: int, column: int, text: str | None, style: Format) -> None:
    """Text as text; nothing leaves an empty cell."""
    if text:
        put_text(sheet, row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """High enough for every text at the width of its column: not every program that prints works that out itself."""
    lines = (sum(-(-max(width_of(line), 1) // max(int(width), 1)) for line in text.splitlines()) for text, width in texts)
    sheet.set_row(row, min(LINE_HEIGHT * max(1, *lines) + 3, HIGHEST))


def write_heads(sheet: Worksheet, heads: Mapping[str, float], styles: Styles) -> None:
    for position, (name, width) in enumerate(heads.items()):
        sheet.set_column(position, position, width)
        put(sheet, 0, position, name, styles.head)
    set_height(sheet, 0, ((name, width - 3) for name, width in heads.items()))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def family_sheet(sheet: Worksheet, group: Sequence[Entry], styles: Styles) -> dict[int, tuple[str, float]]:
    """A block a finding. Returns where the difference of each stands, and its value, by number."""
    write_heads(sheet, SHEET_HEADS, styles)
    row, differences = 1, {}
    for one in group:
        block = _Block(sheet, row, one, styles)
        block.write()
        row = block.row
        if row > MAX_ROWS:
            raise LensError(f"“{sheet.get_name()}”的算式超过一张工作表的 {MAX_ROWS:,} 行。", "请缩小筛选范围后再导出。")
        if block.difference:
            differences[one.number] = block.difference
    return differences


class _Block:
    """The rows of one finding: what it says, its terms, the formula, what is stated, the difference, further cells."""

    def __init__(self, sheet: Worksheet, row: int, entry: Entry, styles: Styles) -> None:
        self.sheet, self.row, self.entry, self.finding, self.styles = sheet, row, entry, entry.finding, styles
        self.difference: tuple[str, float] | None = None
        self.shown: set[tuple[Any, ...]] = set()
        self.last: dict[str, str | None] = {}

    def write(self) -> None:
        self._heading()
        result = self._calculation()
        stated = self._figure("表列", self.finding.stated, result[1].unit if result else None)
        if not result or not self.finding.calculation.stated_label:
            result = self._figure("重算", self.finding.recomputed, None)
        if stated and result and self.finding.difference is not None and stated[1].comparable(result[1]):
            self._difference(stated, result)
        for cell in cited(self.finding):
            if _place(cell) not in self.shown:
                self._row("出处", said(self.finding.field), None, None, cell)

    def _heading(self) -> None:
        put(self.sheet, self.row, 0, str(self.entry.number), self.styles.group)
        self.sheet.merge_range(self.row, 1, self.row, len(SHEET_HEADS) - 1, "", self.styles.group)
        words = (
            f"【{said(subject(self.finding))}】{scope(self.finding)}　{rule_title(self.finding.rule)}（{standing(self.finding)}）\n{said(self.finding.message)}"
        )
        put(self.sheet, self.row, 1, words, self.styles.group)
        set_height(self.sheet, self.row, [(words, sum(SHEET_HEADS.values()) - SHEET_HEADS["序号"] - 4)])
        self.row += 1

    def _calculation(self) -> tuple[str, Figure] | None:
        """The terms, a row each, and the formula below them; its address and value."""
        calculation = self.finding.calculation
        if not calculation:
            return None
        addresses = {}
        for term in calculation.terms:
            addresses[term.name] = self._address()
            self._row(term.name, said(term.label), term.value, term.unit, term.cell)
        result = worked_out(calculation)
        words = in_words(calculation)
        if result is None:
            self._row("重算", said(calculation.result_label), "无法计算（除数为0）", calculation.unit, None, words)
            return None
        address = self._address()
        style = self.styles.of(result, calculation.unit, strong=True)
        self.sheet.write_formula(self.row, VALUE, formula(calculation, addresses), style, result)
        self._row("重算" if calculation.stated_label else "计算", said(calculation.result_label), None, calculation.unit, None, words, filled=True)
        return address, Figure(result, calculation.unit or "")

    def _figure(self, mark: str, text: str | None, unit: str | None) -> tuple[str, Figure] | None:
        """A figure that the finding names, as a number where it is one; the cell that shows it beside it."""
        if text is None:
            return None
        found = figure(text)
        cell = next((cell for cell in self.finding.cells if mark == "表列" and _shows(cell, text, found)), None)
        label = self.finding.calculation.stated_label if mark == "表列" and self.finding.calculation else ""
        address = self._address()
        self._row(mark, said(label or self.finding.field), found.value if found else said(text), found.unit or unit if found else None, cell)
        return (address, found) if found else None

    def _difference(self, stated: tuple[str, Figure], result: tuple[str, Figure]) -> None:
        gap = stated[1].value - result[1].value
        name = "points" if is_share(self.finding) else "difference"
        self.difference = (self._address(), gap)
        self.sheet.write_formula(self.row, VALUE, f"={stated[0]}-{result[0]}", self.styles.figures[name, True], gap)
        self._row("差额", "表列－重算", None, "百分点" if is_share(self.finding) else None, None, filled=True)

    def _address(self) -> str:
        return xl_rowcol_to_cell(self.row, VALUE)

    def _row(
        self, mark: str, label: str, value: float | str | None, unit: str | None, cell: Mapping[str, str | None] | None, words: str = "", filled: bool = False
    ) -> None:
        text = self.styles.text
        quote = said(cell["text"]) if cell else words
        texts = {
            1: mark,
            2: label,
            4: "" if unit == "%" else unit or "",
            5: shown_cell(cell) if cell else None,
            6: quote,
            7: self._said_once("sheet", cell),
            8: self._said_once("file", cell),
        }
        for column in range(len(SHEET_HEADS)):
            if column != VALUE:
                put(self.sheet, self.row, column, texts.get(column) or "", text)
        shown = {**texts, VALUE: said(value) if isinstance(value, str) else ""}
        set_height(self.sheet, self.row, [(shown.get(column) or "", width) for column, width in enumerate(SHEET_HEADS.values())])
        if isinstance(value, (int, float)):
            self.sheet.write_number(self.row, VALUE, value, self.styles.of(value, unit))
        elif not filled:
            put(self.sheet, self.row, VALUE, said(value) if value else "", text)
        if cell:
            self.shown.add(_place(cell))
        self.row += 1

    def _said_once(self, part: str, cell: Mapping[str, str | None] | None) -> str:
        """The sheet or file of a cell; 同上 where it is that of the row above in this block."""
        if not cell:
            return ""
        before, self.last[part] = self.last.get(part), cell[part]
        return SAME if before == cell[part] else cell[part] or ""


def _place(cell: Mapping[str, str | None]) -> tuple[Any, ...]:
    return (cell["file"], cell["sheet"], cell["cell"])


def _shows(cell: Mapping[str, str | None], text: str, found: Figure | None) -> bool:
    """Whether a cell shows this figure (or text)."""
    own = figure(cell["text"])
    return cell["text"] == text or bool(found and own and own.value == found.value)
