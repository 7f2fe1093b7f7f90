"""Percent formats of an old .xls, which calamine does not give: 0.985 and 98.5% look alike without them."""

from __future__ import annotations

import io

import xlrd

from analytics.reading.cell_styles import SheetMarks

SIGNATURE = b"\xd0\xcf\x11\xe0"


class OldExcelStyles:
    """Opened once a workbook; a file that xlrd cannot open has no known formats."""

    def __init__(self, content: bytes) -> None:
        try:
            self._book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
        except Exception:  # damaged, or newer than xlrd: calamine has read the values all the same
            self._book = None

    def of_sheet(self, name: str) -> SheetMarks:
        if self._book is None or name not in self._book.sheet_names():
            return SheetMarks()
        sheet = self._book.sheet_by_name(name)
        styles = {index for index, style in enumerate(self._book.xf_list) if self._shows_percent(style.format_key)}
        cells = ((row, column) for row in range(sheet.nrows) for column in range(sheet.row_len(row)))
        return SheetMarks(frozenset(place for place in cells if sheet.cell_xf_index(*place) in styles) if styles else frozenset())

    def _shows_percent(self, key: int) -> bool:
        found = self._book.format_map.get(key)
        return found is not None and "%" in found.format_str
