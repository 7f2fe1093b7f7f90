"""What a person put right, laid over the sheets before they are read; the printed text is kept beside it.

A correction is an answer like a year or a unit: it is stored with the batch, and each one is told as a problem of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analytics.reading.grid import Grid, address
from analytics.reading.headings import AMOUNTS
from analytics.reading.records import Form, Funding, Problem, Row
from analytics.reading.values import normalise

CORRECTED = "cell-corrected"
BLANK = "空"
"""What a person writes for a cell in which there is no figure."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_REMEDY = "请在原表中同样改正。"


@dataclass
class Corrections:
    """What was laid over: (sheet, cell) -> the text printed there, and a note on each."""

    printed: dict[tuple[str, str], str | None] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)


def lay_over(grids: Sequence[Grid], cells: Mapping[str, str], columns: Mapping[str, str]) -> Corrections:
    """Write `cells` {sheet!cell: text} and `columns` {heading as printed: heading as meant} into the grids."""
    done = Corrections()
    by_sheet = {grid.sheet: grid for grid in grids}
    for place, text in cells.items():
        sheet, _, cell = place.rpartition("!")
        _lay_cell(by_sheet.get(sheet), sheet, cell, "" if text.strip() == BLANK else text, done)
    meant = {normalise(printed): heading for printed, heading in columns.items()}
    for grid in grids if meant else ():
        _lay_headings(grid, meant, done)
    return done


def _lay_cell(grid: Grid | None, sheet: str, cell: str, text: str, done: Corrections) -> None:
    found = _ADDRESS.fullmatch(cell)
    row, column = (int(found[2]) - 1, _column(found[1])) if found else (-1, -1)
    if grid is None or not 0 <= row < len(grid.entries):
        message = f"更正没有用上：文件里没有“{sheet}”的 {cell} 这一格。"
        done.notes.append(Problem("warning", "correction-nowhere", message, sheet, cell, None, text, "请核对更正的位置。"))
        return
    row, column = grid.anchor(row, column)
    printed = grid.entries[row].get(column)
    if (printed or "") == text:
        return
    if text:
        grid.entries[row] = dict(sorted({**grid.entries[row], column: text}.items()))
    else:
        grid.entries[row].pop(column, None)
    grid.uncalculated.discard((row, column))
    done.printed[sheet, cell] = printed
    was, now = (f"“{one}”" if one else "空白" for one in (printed, text))
    message = f"更正：{cell} 表上为{was}，按填报人的更正读作{now}。"
    done.notes.append(Problem("note", CORRECTED, message, sheet, cell, printed, text or None, _REMEDY))


def _lay_headings(grid: Grid, meant: Mapping[str, str], done: Corrections) -> None:
    for row, entries in enumerate(grid.entries):
        for column, printed in entries.items():
            heading = meant.get(normalise(printed))
            if heading and heading != printed:
                entries[column] = heading
                cell = address(row, column)
                done.printed[grid.sheet, cell] = printed
                message = f"更正：{cell} 的表头“{printed}”，按填报人的说明读作“{heading}”。"
                done.notes.append(Problem("note", CORRECTED, message, grid.sheet, cell, printed, heading, None))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def as_printed(forms: Iterable[Form], printed: Mapping[tuple[str, str], str | None]) -> list[Form]:
    """The forms with what the sheet says as the printed text of corrected amounts."""
    if not printed:
        return list(forms)
    return [replace(form, funding=tuple(_line(line, form.sheet, printed) for line in form.funding), rows=_rows(form, printed)) for form in forms]


def _line(line: Funding, sheet: str, printed: Mapping[tuple[str, str], str | None]) -> Funding:
    places = {name: (sheet, line.cells.get(name, "")) for name in AMOUNTS}
    return replace(line, **{f"{name}_printed": printed[place] for name, place in places.items() if place in printed})


def _rows(form: Form, printed: Mapping[tuple[str, str], str | None]) -> tuple[Row, ...]:
    return tuple(replace(row, printed=_of_row(row, form.sheet, printed)) for row in form.rows)


def _of_row(row: Row, sheet: str, printed: Mapping[tuple[str, str], str | None]) -> dict[str, str]:
    known = {name: printed.get((sheet, cell)) for name, cell in row.cells.items() if (sheet, cell) in printed and name in row.values}
    return {**row.printed, **{name: text for name, text in known.items() if text is not None}}
