"""A sheet as readers see it, whatever file it came from: displayed texts by place, and which cells a merged one covers.

Rows and columns count from 0; an address (`F7`) is what people see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass
class Grid:
    """One sheet. `entries` holds, row by row, the filled cells as {column: displayed text}.

    `uncalculated` are cells whose formula holds no value yet; `read` those that a reader has used. In a row the columns
    ascend. `indicator_headings` is what headings.py found out about the sheet. `top` is the first row of a part of a sheet.
    """

    sheet: str
    hidden: bool
    entries: list[dict[int, str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    read: set[tuple[int, int]] = field(default_factory=set)
    indicator_headings: list[int] | None = None
    top: int = 0

    def __post_init__(self) -> None:
        self._anchors: dict[tuple[int, int], tuple[int, int]] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merges:
            self._spans[top, left] = (bottom, right)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._anchors[row, column] = (top, left)

    def text(self, row: int, column: int) -> str | None:
        """The text that stands in the cell itself; None when blank or covered by a merged neighbour."""
        return self.entries[row].get(column) if row < len(self.entries) else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that lends its text to this one: itself unless a merged range covers it."""
        return self._anchors.get((row, column), (row, column))

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Last row and last column that the cell at this place covers."""
        return self._spans.get((row, column), (row, column))

    def part(self, rows: range, columns: range | None = None) -> Grid:
        """The same sheet with only these rows (and columns) filled; addresses stay, and what is read there is read here."""
        kept = [entries if row in rows else {} for row, entries in enumerate(self.entries[: rows.stop])]
        if columns is not None:
            kept = [{column: text for column, text in entries.items() if column in columns} for entries in kept]
        part = Grid(self.sheet, False, kept, read=self.read, top=rows.start)
        part.merges, part._anchors, part._spans = self.merges, self._anchors, self._spans
        return part

    @property
    def first_row(self) -> int:
        """The first row with anything in it."""
        return next((row for row, entries in enumerate(self.entries) if entries), 0)

    def take(self, row: int, column: int) -> str | None:
        """Like `text`, and remembers that a reader used the cell."""
        value = self.text(row, column)
        if value is not None:
            self.read.add((row, column))
        return value

    def unread(self) -> Iterator[tuple[int, int, str]]:
        for row, entries in enumerate(self.entries):
            for column, text in entries.items():
                if (row, column) not in self.read:
                    yield row, column, text


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=65536)
def address(row: int, column: int) -> str:
    """`F7` for row 6, column 5."""
    return f"{column_letters(column)}{row + 1}"
