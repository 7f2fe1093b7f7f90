"""The year of a form: its own before that of the file name, and that before the one year of its neighbours; what contradicts or is lent is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.reading import names
from analytics.reading.grid import Grid, address
from analytics.reading.records import OTHER, Form, Problem


@dataclass(frozen=True)
class OtherYear:
    """A year that forms give and the file name does not: how many forms, and where the first of them says so."""

    forms: int
    sheet: str
    cell: str | None
    text: str


def year_of_form(form: Form) -> int | None:
    """The year that a form, its title or its sheet gives."""
    return form.fiscal_year or names.year_of_title(form.title) or names.year_of_title(form.sheet)


def only_year_of(forms: Sequence[Form]) -> int | None:
    """The one year that the forms of a sheet give, for those among them that give none."""
    stated = {year for form in forms if (year := year_of_form(form))}
    return stated.pop() if len(stated) == 1 else None


def other_years(file: str, forms: Sequence[Form], grids: Sequence[Grid]) -> dict[int, OtherYear]:
    """The years that forms give and the name of the file contradicts."""
    named = names.year_of_file_name(file)
    by_sheet = {grid.sheet: grid for grid in grids}
    others: dict[int, OtherYear] = {}
    for form in forms if named else ():
        year = year_of_form(form) if form.kind != OTHER else None
        if year is None or year == named:
            continue
        found = others.get(year)
        others[year] = replace(found, forms=found.forms + 1) if found else OtherYear(1, form.sheet, *_place(by_sheet.get(form.sheet), year))
    return others


def doubt_other_years(file: str, others: Mapping[int, OtherYear]) -> list[Problem]:
    """One problem for each year that contradicts the name of the file."""
    named = names.year_of_file_name(file)
    return [_doubt(file, named, year, found) for year, found in others.items()] if named else []


def doubt_lent_years(file: str, forms: Sequence[Form]) -> list[Problem]:
    """One problem a sheet on which forms take the year of their neighbours, where the name of the file gives none."""
    if names.year_of_file_name(file) is not None:
        return []
    sheets: dict[str, list[Form]] = {}
    for form in forms:
        sheets.setdefault(form.sheet, []).append(form)
    return [doubt for beside in sheets.values() if (doubt := _lent_on_a_sheet(beside))]


def _lent_on_a_sheet(forms: Sequence[Form]) -> Problem | None:
    year = only_year_of(forms)
    without = [form for form in forms if form.kind != OTHER and not form.rows and year_of_form(form) is None]
    if year is None or not without:
        return None
    message = f"{len(without)} 张表没有写年度，按同一工作表上其他表的 {year} 年度读取。"
    places = (without[0].sheet, without[0].range.partition(":")[0], None, f"{year}年度")
    return Problem("note", "year-from-other-forms", message, *places, "请在表上写明年度；不是这个年度的，请改好后重新放入。")


def _place(grid: Grid | None, year: int) -> tuple[str | None, str]:
    for row, entries in enumerate(grid.entries if grid else ()):
        for column, text in sorted(entries.items()):
            if year in (names.year_of_line(text), names.year_of_title(text), names.year_of_cell(text)):
                return address(row, column), text
    return None, f"{year}年度"


def _doubt(file: str, named: int, year: int, found: OtherYear) -> Problem:
    counted = f"{found.forms} 张表" if found.forms > 1 else "表上"
    message = f"文件名写 {named} 年，{counted}写 {year} 年度：按表上的 {year} 年度读取。"
    remedy = "请核对年度：表上写错的请改表，文件名写错的请改名，再重新放入。"
    return Problem(
        "warning", "year-differs-from-file-name", message, found.sheet, found.cell, found.text.strip()[:60], f"{named}年度（文件名“{file}”）", remedy
    )
