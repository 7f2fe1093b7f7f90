"""A table as an .xlsx that opens, filters and prints on A4: numbers as numbers, text only ever as text, never as a formula or a link."""

from __future__ import annotations

import io
import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.metrics.cards import Card
from analytics.reports.totals import LABEL as TOTAL_LABEL
from analytics.reports.totals import NOTE as TOTAL_NOTE
from analytics.reports.totals import Total, totals_of

NUMBER_FORMATS = {
    "money": "#,##0.00",
    "change": "+#,##0.00;-#,##0.00;0.00",
    "rate": "0.0%",
    "points": "0.0%",  # a cell holds the ratio, and a spreadsheet scales by its sign alone
    "growth": "+0.0%;-0.0%;0.0%",
    "score": "0.##",
    "count": "#,##0",
    "year": "0",
}
WHOLE = {"0.##": "0"}  # a format that would leave the point behind a whole number
A4 = 9
MAX_ROWS = 1_048_575  # below the heading
MAX_CELL = 32_767
CUT = "……（原文过长，此处截断）"
NO_TOTALS: Mapping[str, str] = {}
NARROWEST, WIDEST = 8, 46
SAMPLED_ROWS = 300
LINE, TALLEST = 15, 405  # points of a line, and of a row
TEXT_STAYS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST_PAGE = 260  # characters of an A4 page laid across that can still be read
DEFINITION_HEADINGS = ("列", "单位", "含义", "计算方法", "来源")
DEFINITION_WIDTHS = (24, 10, 56, 40, 30)


def table_workbook(
    frame: pd.DataFrame,
    cards: Mapping[str, Card],
    title: str,
    filters_words: str,
    snapshot_version: str,
    notes: Sequence[str] = (),
    written_at: datetime | None = None,
    totals: Mapping[str, str] = NO_TOTALS,
) -> bytes:
    """The rows exactly as given on sheet 数据; filters, date, version, notes and the meaning of each column on sheet 说明.

    `cards` by column name (analytics.metrics.cards.cards_of); a column without one keeps its name. `totals` (see analytics.reports.totals)
    become a last row of live formulas. Raises ValueError when the rows do not fit a sheet: nothing is left out silently.
    """
    if len(frame) > MAX_ROWS:
        raise ValueError(f"共 {len(frame):,} 行，超过一张工作表的 {MAX_ROWS:,} 行，请缩小筛选范围后再导出")
    content = io.BytesIO()
    moment = written_at or datetime.now()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": title, "comments": f"{filters_words}；数据版本 {snapshot_version}", "created": moment})
        styles = Styles(book)
        data, about = book.add_worksheet("数据"), book.add_worksheet("说明")
        wide = _write_data(data, frame, cards, styles)
        added = totals_of(frame, totals)
        _write_totals(data, added, len(frame) + 1, cards, styles)
        print_setup(data, title, filters_words, math.ceil(wide / WIDEST_PAGE))
        data.repeat_rows(0)
        data.repeat_columns(0)
        facts = [
            ("标题", title),
            ("筛选条件", filters_words),
            ("导出时间", moment.strftime("%Y-%m-%d %H:%M")),
            ("数据版本", snapshot_version),
            ("行数", f"{len(frame):,}"),
            *(("说明", note) for note in (*notes, *([TOTAL_NOTE] if added else []))),
        ]
        _write_about(about, facts, [(column, cards.get(column)) for column in frame.columns], styles)
        print_setup(about, title, filters_words)
    return content.getvalue()


class Styles:
    """The cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        head = {"bold": True, "bg_color": "#0f5c73", "font_color": "#ffffff", "text_wrap": True, "valign": "vcenter", "border": 1}
        self.heading: Format = book.add_format(base | head | {"indent": 1})
        self.number_heading: Format = book.add_format(base | head | {"align": "right"})
        self.text: Format = book.add_format(base | {"text_wrap": True, "align": "left", "indent": 1})  # away from the figures of the column before
        self.text_line: Format = book.add_format(base)
        self.bold: Format = book.add_format(base | {"bold": True})
        sums = {"bold": True, "top": 1}
        self.totals: dict[str, Format] = {name: book.add_format(base | sums | {"num_format": pattern}) for name, pattern in NUMBER_FORMATS.items()}
        self.numbers: dict[str, Format] = {name: book.add_format(base | {"num_format": pattern}) for name, pattern in NUMBER_FORMATS.items()}
        self.whole: dict[str, Format] = {
            name: book.add_format(base | {"num_format": WHOLE[pattern]}) if pattern in WHOLE else self.numbers[name] for name, pattern in NUMBER_FORMATS.items()
        }


def _write_data(sheet: Worksheet, frame: pd.DataFrame, cards: Mapping[str, Card], styles: Styles) -> float:
    """The rows under their headings; returns how wide the columns are together."""
    whole_width, lines = 0.0, Counter[int]()
    for position, column in enumerate(frame.columns):
        card = cards.get(column)
        heading = card.heading if card else str(column)
        style, whole = (each.get(card.format) if card else None for each in (styles.numbers, styles.whole))
        values = [_plain(value) for value in frame[column].tolist()]
        put_text(sheet, 0, position, heading, styles.number_heading if style else styles.heading)
        wide = _column_width(heading, values, style)
        for row, value in enumerate(values, start=1):
            _write(sheet, row, position, value, whole if _is_whole(value) else style, styles.text)
            if isinstance(value, str) and 2 * len(value) > wide - 1:
                lines[row] = max(lines[row], lines_of(value, wide - 1))
        sheet.set_column(position, position, wide)
        whole_width += wide
    for row, needed in lines.items():
        if needed > 1:  # not every program finds out by itself how tall a row must be
            sheet.set_row(row, min(LINE * needed, TALLEST))
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    return whole_width


def _write_totals(sheet: Worksheet, totals: Sequence[Total], row: int, cards: Mapping[str, Card], styles: Styles) -> None:
    """The row of totals, with the results that whoever does not calculate shows; it stays outside of the filter."""
    if not totals:
        return
    if all(total.position for total in totals):
        put_text(sheet, row, 0, TOTAL_LABEL, styles.bold)
    for total in totals:
        style = styles.totals.get(cards[total.column].format) if total.column in cards else None
        sheet.write_formula(row, total.position, total.formula, style or styles.bold, total.result)


def _plain(value: Any) -> Any:
    """None for every kind of blank, 是 and 否 for truth, numbers as numbers, the rest as text."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return value
    if hasattr(value, "as_tuple"):  # Decimal
        return float(value) if value.is_finite() else None
    return str(value)


def _is_whole(value: Any) -> bool:
    """Whether a figure is printed without decimals: to two places there are none."""
    return isinstance(value, (int, float)) and math.isfinite(value) and round(value, 2) == round(value)


def _write(sheet: Worksheet, row: int, position: int, value: Any, style: Format | None, text: Format) -> None:
    if value is None:
        return
    if isinstance(value, str) or value in (float("inf"), float("-inf")):
        put_text(sheet, row, position, str(value), text)
    else:
        sheet.write_number(row, position, value, style or text)


def put_text(sheet: Worksheet, row: int, position: int, text: str, style: Format) -> None:
    """Text as text; a text longer than a cell holds is cut where the reader sees it."""
    sheet.write_string(row, position, text if len(text) <= MAX_CELL else text[: MAX_CELL - len(CUT)] + CUT, style)


def _column_width(heading: str, values: Sequence[Any], style: Format | None) -> float:
    longest = max((width_of(str(value)) for value in values[:SAMPLED_ROWS] if isinstance(value, str)), default=0)
    figures = [value for value in values[:SAMPLED_ROWS] if isinstance(value, (int, float))]
    numbers = len(f"{max(map(abs, figures)):,.2f}") + 2 if style is not None and figures else 0
    return min(max(NARROWEST, longest + 2, numbers, min(width_of(heading), 20) + 4), WIDEST)


def lines_of(text: str, wide: float) -> int:
    """Lines that a text takes in a column of this width."""
    return sum(max(1, math.ceil(width_of(line) / wide)) for line in text.splitlines()) or 1


def width_of(text: str) -> int:
    """Columns a text takes, a Chinese character two; the longest of its lines."""
    return max((sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line) for line in text.splitlines()), default=0)


def _write_about(sheet: Worksheet, facts: Sequence[tuple[str, str]], columns: Sequence[tuple[str, Card | None]], styles: Styles) -> None:
    for position, width in enumerate(DEFINITION_WIDTHS):
        sheet.set_column(position, position, width)
    for row, (name, value) in enumerate(facts):
        put_text(sheet, row, 0, name, styles.bold)
        sheet.merge_range(row, 1, row, len(DEFINITION_WIDTHS) - 1, "", styles.text)
        put_text(sheet, row, 1, value, styles.text)
        sheet.set_row(row, 15 * max(1, -(-width_of(value) // sum(DEFINITION_WIDTHS[1:]))))
    start = len(facts) + 1
    for position, heading in enumerate(DEFINITION_HEADINGS):
        put_text(sheet, start, position, heading, styles.heading)
    for row, (column, card) in enumerate(columns, start=start + 1):
        words = (card.label, card.unit, card.definition, card.formula, card.source) if card else (str(column), "", "", "", "")
        for position, word in enumerate(words):
            put_text(sheet, row, position, word, styles.text)
        sheet.set_row(row, LINE * max(lines_of(word or "", wide - 2) for word, wide in zip(words, DEFINITION_WIDTHS, strict=True)))


def print_setup(sheet: Worksheet, title: str, filters_words: str, across: int = 1) -> None:
    """A4 across, as many pages wide as asked for, what it is above each page and page numbers below (a header holds 255 characters, & is its escape)."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(max(across, 1), 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header("&L" + f"{title}　{filters_words}"[:120].replace("&", "&&"))
    sheet.set_footer("&C第 &P 页，共 &N 页")
