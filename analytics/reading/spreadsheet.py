"""Workbooks as grids: .xlsx, .xlsm, .xls, .xlsb and .ods, every sheet, hidden ones included. Macros are never looked at."""

from __future__ import annotations

import io
import math
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from analytics.reading.cell_styles import CellStyles
from analytics.reading.grid import Grid

MAXIMUM_CELLS = 5_000_000


class SheetTooLarge(ValueError):
    """A sheet with more cells than any form has; `sheet`, `rows` and `columns` say which."""

    def __init__(self, sheet: str, rows: int, columns: int) -> None:
        super().__init__(sheet)
        self.sheet, self.rows, self.columns = sheet, rows, columns


def grids_of_workbook(content: bytes) -> list[Grid]:
    """One grid a worksheet, charts left out. Raises SheetTooLarge, and what calamine raises where the file is none."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    styles = CellStyles(content)
    sheets = [(index, sheet) for index, sheet in enumerate(workbook.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]
    return [_grid(workbook, index, sheet, styles) for index, sheet in sheets]


def _grid(workbook: CalamineWorkbook, index: int, metadata: SheetMetadata, styles: CellStyles) -> Grid:
    sheet = workbook.get_sheet_by_index(index)
    if sheet.total_height * sheet.total_width > MAXIMUM_CELLS:
        raise SheetTooLarge(metadata.name, sheet.total_height, sheet.total_width)
    top, left = sheet.start or (0, 0)
    percents, uncalculated = styles.of_sheet(metadata.name)
    entries: list[dict[int, str]] = [{} for _ in range(top)]
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
        filled: dict[int, str] = {}
        for column, value in enumerate(values, left):
            if value == "":
                continue
            if type(value) is str:
                text = value.strip()
            elif type(value) is float:
                text = percent_number(value) if percents and (row, column) in percents else plain_number(value)
            else:
                text = displayed(value)
            if text:
                filled[column] = text
        entries.append(filled)
    merges = [(first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or []]
    return Grid(metadata.name, metadata.visible != SheetVisibleEnum.Visible, entries, merges, uncalculated)


def displayed(value: object) -> str:
    """The text a sheet shows for a stored value that is neither text nor number."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()


@lru_cache(maxsize=65536)
def plain_number(value: float) -> str:
    """A number as a sheet shows it in the general format: 15 significant digits, no exponent."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


@lru_cache(maxsize=65536)
def percent_number(value: float) -> str:
    """`95%` for 0.95 in a percent format."""
    if not math.isfinite(value):
        return str(value)
    return f"{format((Decimal(format(value, '.15g')) * 100).normalize(), 'f')}%"
