"""Cell formats of the templates, and how a text or an exact figure is put into a cell.

Headings are locked, what a clerk fills in is not; the sheet itself is left unprotected.
"""

from __future__ import annotations

from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.reading.spreadsheet import plain_number

A4 = 9
MAX_CELL = 32_767
STATED_GROUND = "#fdf0d5"


class Styles:
    """The cell formats of one workbook; `…_stated` marks a figure that the form states and the formula would not give."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        cell = base | {"border": 1, "border_color": "#9aa5ad"}
        fill_in = cell | {"locked": False}
        figure = fill_in | {"align": "right", "text_wrap": False}

        def style(properties: dict[str, object], **more: object) -> Format:
            return book.add_format(properties | more)

        self.title = style(base, bold=True, font_size=16, align="center")
        self.line = style(base, align="center", locked=False)
        self.line_input = style(base, align="right", locked=False)
        self.heading = style(cell, bold=True, align="center", bg_color="#e3eef1")
        self.words = style(fill_in)
        self.amount = style(figure, num_format="#,##0.00####")
        self.plain = style(figure, num_format="0.######")
        self.points = style(figure, num_format="General", align="center")
        self.rate = style(figure, num_format="0.00%", align="center")
        self.points_stated = style(figure, num_format="General", align="center", bg_color=STATED_GROUND)
        self.rate_stated = style(figure, num_format="0.00##%", align="center", bg_color=STATED_GROUND)
        self.year = style(figure, num_format="0", align="center")
        self.total = style(figure, bold=True, num_format="#,##0.00####", bg_color="#f2f6f7")
        self.total_words = style(cell, bold=True, bg_color="#f2f6f7")
        self.note = style(base)
        self.note_title = style(base, bold=True, font_size=13)


def put(sheet: Worksheet, row: int, column: int, text: str | None, style: Format) -> None:
    """Text as text. Raises ValueError for one that no cell holds."""
    if text is None or text == "":
        sheet.write_blank(row, column, None, style)
    elif len(text) > MAX_CELL:
        raise ValueError(f"文字有 {len(text):,} 字，超过一个单元格的 {MAX_CELL:,} 字，无法写入表样")
    else:
        sheet.write_string(row, column, text, style)


def put_number(sheet: Worksheet, row: int, column: int, value: Decimal | None, style: Format, otherwise: str | None = None) -> None:
    """A figure as a number where a sheet holds it exactly (15 digits), else as text; `otherwise` where there is none."""
    if value is None:
        put(sheet, row, column, otherwise, style)
    elif Decimal(plain_number(float(value))) == value:
        sheet.write_number(row, column, float(value), style)
    else:
        put(sheet, row, column, format(value, "f"), style)
