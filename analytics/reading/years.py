"""A file whose name gives one year and whose sheets give another: the sheet's own year is used, and both places are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.reading import names
from analytics.reading.grid import Grid, address
from analytics.reading.records import OTHER, Form, Problem


@dataclass(frozen=True)
class _Stated:
    """A year that a sheet gives, and where."""

    year: int
    sheet: str
    cell: str | None
    text: str


def doubt_years(file: str, forms: Sequence[Form], grids: Sequence[Grid]) -> list[Problem]:
    """One problem for each year that forms give and the file name contradicts."""
    named = names.year_of_file_name(file)
    if named is None:
        return []
    by_sheet = {grid.sheet: grid for grid in grids}
    others: dict[int, list[_Stated]] = {}
    for one in (_stated(form, by_sheet) for form in forms if form.kind != OTHER):
        if one is not None and one.year != named:
            others.setdefault(one.year, []).append(one)
    return [_doubt(file, named, found) for found in others.values()]


def _stated(form: Form, grids: Mapping[str, Grid]) -> _Stated | None:
    year = form.fiscal_year or names.year_of_title(form.title)
    return _Stated(year, form.sheet, *_place(grids.get(form.sheet), year)) if year is not None else None


def _place(grid: Grid | None, year: int) -> tuple[str | None, str]:
    for row, entries in enumerate(grid.entries if grid else ()):
        for column, text in sorted(entries.items()):
            if year in (names.year_of_line(text), names.year_of_title(text), names.year_of_cell(text)):
                return address(row, column), text
    return None, f"{year}年度"


def _doubt(file: str, named: int, found: Sequence[_Stated]) -> Problem:
    first = found[0]
    counted = f"{len(found)} 张表" if len(found) > 1 else "表上"
    message = f"文件名写 {named} 年，{counted}写 {first.year} 年度：按表上的 {first.year} 年度读取。"
    remedy = "请核对年度：表上写错的请改表，文件名写错的请改名，再重新放入。"
    return Problem(
        "warning", "year-differs-from-file-name", message, first.sheet, first.cell, first.text.strip()[:60], f"{named}年度（文件名“{file}”）", remedy
    )
