"""Where a person finds a cell of a Word document: in which of its tables, which row, which column (表2 第4行第2列)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from analytics.reading.records import FileReading, Form, Problem, Unread, changed

SHEET = "文档"
"""The one sheet that a Word document is read as; its rows are numbered from the top of the document."""
TABLE_ROWS = "tables"
"""The entry of a form's `cells` that keeps the rows of each table of its document: 3-10,11-16."""
_CELL = re.compile(r"([A-Z]+)(\d+)")


def rows_of(tables: Iterable[tuple[int, int]]) -> str:
    """First and last row of each table, counted from 0, as text with rows counted from 1."""
    return ",".join(f"{first + 1}-{last + 1}" for first, last in tables)


@lru_cache(maxsize=4096)
def word_place(tables: str, cell: str | None) -> str | None:
    """The place of a cell (B4) in words; None where there is no cell. What stands between tables is said to."""
    match = _CELL.fullmatch(cell or "")
    if match is None:
        return cell
    row = int(match.group(2))
    for number, rows in enumerate(tables.split(","), 1):
        first, _, last = rows.partition("-")
        if first and int(first) <= row <= int(last):
            return f"表{number} 第{row - int(first) + 1}行第{_number(match.group(1))}列"
    return "表外文字"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def told_in_words(reading: FileReading, tables: Sequence[tuple[int, int]]) -> FileReading:
    """The reading of a document with the places of its doubts in words; `tables` are those of its grid, none for a workbook."""
    if not tables:
        return reading
    return replace(
        reading,
        forms=tuple(_with_tables(form, tables) for form in reading.forms),
        unread=tuple(_placed_text(one, tables) for one in reading.unread),
        problems=tuple(_placed(one, tables) for one in reading.problems),
    )


def _with_tables(form: Form, tables: Sequence[tuple[int, int]]) -> Form:
    """The form with the rows of the tables of its document, from which its places can be told later."""
    return changed(form, cells={**form.cells, TABLE_ROWS: rows_of(tables)})


def _placed(doubt: Problem, tables: Sequence[tuple[int, int]]) -> Problem:
    """The problem with its place in words, in its message too."""
    if doubt.sheet != SHEET or not doubt.cell:
        return doubt
    place = word_place(rows_of(tables), doubt.cell)
    message = re.sub(rf"(?<![A-Za-z0-9]){doubt.cell}(?![A-Za-z0-9])", f"{place} ", doubt.message) if place != doubt.cell else doubt.message
    return replace(doubt, place=place, message=message.replace("列  ", "列 ").strip())


def _placed_text(unread: Unread, tables: Sequence[tuple[int, int]]) -> Unread:
    return replace(unread, place=word_place(rows_of(tables), unread.cell)) if unread.sheet == SHEET else unread
