"""Workbooks as grids: .xlsx, .xlsm, .xls, .xlsb and .ods, every sheet, hidden ones included. Macros are never looked at."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from analytics.reading import old_excel, open_document
from analytics.reading.archive import Archive
from analytics.reading.cell_styles import CellStyles
from analytics.reading.grid import Grid, Merge
from analytics.reading.old_excel import OldExcelStyles
from analytics.reading.open_document import OpenDocumentStyles
from analytics.settings import setting

Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
Styles = CellStyles | OldExcelStyles | OpenDocumentStyles

AREA_A_CELL = 5  # cells of a sheet's used range, blank ones too, for every filled one that is allowed
LARGE_MERGE = 10_000  # cells: a range that covers more is cut down to what the sheet uses


class SheetTooLarge(ValueError):
    """A sheet with more on it than any form has; `found` says of what, in Chinese."""

    def __init__(self, sheet: str, found: str) -> None:
        super().__init__(sheet)
        self.sheet, self.found = sheet, found


class TooManySheets(ValueError):
    """A workbook with more `sheets` than are read."""

    def __init__(self, sheets: int) -> None:
        super().__init__(sheets)
        self.sheets = sheets


def grids_of_workbook(content: bytes, archive: Archive | None, half: int | None = None) -> list[Grid]:
    """One grid a worksheet, charts left out. Raises SheetTooLarge, TooManySheets, and what calamine raises where the file is none.

    `archive` is the content of a zipped file; `half` 0 or 1 asks for that half of the sheets, and raises ValueError where they cannot be told apart.
    """
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [(index, sheet) for index, sheet in enumerate(workbook.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > int(setting("reading_sheets")):
        raise TooManySheets(len(sheets))
    styles = _styles_of(content, archive)
    if half is not None:
        sheets = _half_of(sheets, half, styles)
    room = allowed = int(setting("reading_cells"))
    grids = []
    texts: dict[str, str] = {}
    for index, sheet in sheets:
        grids.append(_grid(workbook, index, sheet, styles, texts, allowed, room))
        allowed -= sum(map(len, grids[-1].entries))
    return grids


def _half_of(sheets: list[tuple[int, SheetMetadata]], half: int, styles: Styles) -> list[tuple[int, SheetMetadata]]:
    """The first or the second half; the parts of the other sheets are checked where those are read."""
    names = [sheet.name for _, sheet in sheets]
    if not isinstance(styles, CellStyles) or len(set(names)) < len(names):
        raise ValueError("sheets go by their names, and two have the same")
    middle = (len(sheets) + 1) // 2
    styles.leave(names[middle:] if half == 0 else names[:middle])
    return sheets[:middle] if half == 0 else sheets[middle:]


def _styles_of(content: bytes, archive: Archive | None) -> Styles:
    if content.startswith(old_excel.SIGNATURE):
        return OldExcelStyles(content)
    return OpenDocumentStyles(content) if open_document.MIMETYPE in content[:200] else CellStyles(archive)


def _grid(workbook: CalamineWorkbook, index: int, metadata: SheetMetadata, styles: Styles, texts: dict[str, str], allowed: int, room: int) -> Grid:
    """`allowed` filled cells at most: what the sheets before have left of the file's allowance, which is `room`.

    `texts` holds those of the workbook so far: what stands in many cells is kept, and handed over, once.
    """
    marks = styles.of_sheet(metadata.name)
    _check_extent(metadata.name, marks.rows, marks.columns, room)
    sheet = workbook.get_sheet_by_index(index)
    _check_extent(metadata.name, sheet.height, sheet.width, room)
    top, left = sheet.start or (0, 0)
    percents, known = marks.percents, texts.setdefault
    entries: list[dict[int, str]] = [{} for _ in range(top)]
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
        filled: dict[int, str] = {}
        for column, value in enumerate(values, left):
            if type(value) is str:
                if not value:
                    continue
                text = value.strip()
            elif type(value) is float:
                text = percent_number(value) if percents and (row, column) in percents else plain_number(value)
            elif type(value) is int and (row, column) in percents:
                text = percent_number(float(value))
            else:
                text = displayed(value)
            if text:
                filled[column] = known(text, text)
        allowed -= len(filled)
        if allowed < 0:
            raise SheetTooLarge(metadata.name, f"等有内容的单元格超过 {room} 个")
        entries.append(filled)
    merges = _merges(metadata.name, sheet.merged_cell_ranges or marks.merges, top + sheet.height, left + sheet.width, room)
    return Grid(metadata.name, metadata.visible != SheetVisibleEnum.Visible, entries, merges, set(marks.uncalculated))


def _check_extent(sheet: str, rows: int, columns: int, room: int) -> None:
    if rows * columns > AREA_A_CELL * room:
        raise SheetTooLarge(sheet, f"有 {rows} 行 {columns} 列")


def _merges(sheet: str, ranges: Ranges, rows: int, columns: int, room: int) -> Sequence[Merge]:
    """The merged ranges; one over whole rows or columns reaches no further than the sheet is used."""
    merges, together, largest = _measured(tuple(ranges))
    return _cut_merges(sheet, ranges, rows, columns, room) if together > room or largest > LARGE_MERGE else merges


@lru_cache(maxsize=4)
def _measured(ranges: Ranges) -> tuple[Sequence[Merge], int, int]:
    """The ranges, the cells they cover and those that the largest covers: once for sheets of one template that follow each other."""
    areas = [(bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in ranges]
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges), sum(areas), max(areas, default=0)


def _cut_merges(sheet: str, ranges: Ranges, rows: int, columns: int, room: int) -> list[Merge]:
    merges = []
    for (top, left), (bottom, right) in ranges:
        if (bottom - top + 1) * (right - left + 1) > LARGE_MERGE:
            bottom, right = min(bottom, max(rows - 1, top)), min(right, max(columns - 1, left))
        room -= (bottom - top + 1) * (right - left + 1)
        if room < 0:
            raise SheetTooLarge(sheet, "的合并单元格过多")
        merges.append((top, left, bottom, right))
    return merges


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
