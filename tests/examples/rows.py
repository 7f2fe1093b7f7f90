"""Example workbooks as text: one row a line, cells between `|`.

@sheet 名 hidden      begins a sheet           @merge A1:C1 B2:B4   merged ranges of the sheet
@as xls|ods|docx      the file to be made      @answers year=2021   what a person answered
0.95{0%}              a number and its format  f:=A1+B1→3           a formula with its value (none after it: not calculated)
'12                   a text of digits         ↵                    a line break inside a cell
=table                (Word) a new table begins; what stands before the first is a paragraph
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_FORMATTED = re.compile(r"^(-?\d+(?:\.\d+)?)\{(.+)\}$")
_RANGE = re.compile(r"^([A-Z]+)(\d+):([A-Z]+)(\d+)$")


@dataclass(frozen=True)
class Cell:
    """What one cell holds: `value`, its number format, and the formula where it has one."""

    value: str | float | None
    number_format: str | None = None
    formula: str | None = None


@dataclass
class Sheet:
    name: str
    hidden: bool = False
    rows: list[list[Cell | None]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    yield row, column, cell


@dataclass
class Example:
    sheets: list[Sheet] = field(default_factory=list)
    file_type: str = "xlsx"
    answers: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Example:
    example = Example()
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if line.startswith("#"):
            continue
        if word == "@as":
            example.file_type = rest
        elif word == "@answers":
            example.answers = dict(pair.split("=", 1) for pair in rest.split())
        elif word == "@sheet":
            name, _, hidden = rest.partition(" ")
            example.sheets.append(Sheet(name, bool(hidden)))
        else:
            _add_to_sheet(example, line, word, rest)
    return example


def _add_to_sheet(example: Example, line: str, word: str, rest: str) -> None:
    if not example.sheets:
        example.sheets.append(Sheet("表1"))
    sheet = example.sheets[-1]
    if word == "@merge":
        sheet.merges += [_range(item) for item in rest.split()]
    elif word == "=table":
        sheet.tables.append(len(sheet.rows))
    else:
        sheet.rows.append([_cell(text.strip()) for text in line.split("|")])


def _cell(text: str) -> Cell | None:
    if not text:
        return None
    if text.startswith("f:"):
        formula, _, shown = text[2:].partition("→")
        result = _cell(shown)
        return Cell(result.value if result else None, result.number_format if result else None, formula)
    formatted = _FORMATTED.match(text)
    if formatted:
        return Cell(float(formatted.group(1)), formatted.group(2))
    if _NUMBER.match(text):
        return Cell(float(text))
    return Cell(text.removeprefix("'").replace("↵", "\n"))


def _range(text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = _RANGE.match(text).groups()
    return int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
