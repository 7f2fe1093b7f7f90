"""A sheet as readers see it, whatever file it came from: displayed texts by place, and which cells a merged one covers.

Rows and columns count from 0; an address (`F7`) is what people see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache


class ReadCells:
    """The cells that readers have used, kept row by row; rows that were read alike share one set of columns until another is added."""

    def __init__(self) -> None:
        self._rows: dict[int, set[int] | frozenset[int]] = {}

    def mark(self, row: int, columns: Iterable[int]) -> None:
        """These columns of a row were used; a frozenset is kept as it is."""
        if row not in self._rows and type(columns) is frozenset:
            self._rows[row] = columns
        else:
            self._own(row).update(columns)

    def add(self, place: tuple[int, int]) -> None:
        self._own(place[0]).add(place[1])

    def update(self, places: Iterable[tuple[int, int]]) -> None:
        for row, column in places:
            self._own(row).add(column)

    def discard(self, place: tuple[int, int]) -> None:
        self._own(place[0]).discard(place[1])

    def __contains__(self, place: tuple[int, int]) -> bool:
        return place[1] in self.of_row(place[0])

    def of_row(self, row: int) -> AbstractSet[int]:
        """The columns used in a row."""
        return self._rows.get(row, frozenset())

    def _own(self, row: int) -> set[int]:
        """The columns of a row to be added to: shared ones are copied first."""
        read = self._rows.get(row)
        if type(read) is not set:
            read = self._rows[row] = set(read or ())
        return read


Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of a merged range."""
MANY_MERGES = 1000


class MergedCells:
    """The merged ranges of a sheet: first cell -> last cell in `spans`; by row only once someone asks what covers a cell."""

    def __init__(self, ranges: Sequence[Merge]) -> None:
        self._merges = ranges
        self.spans = {(top, left): (bottom, right) for top, left, bottom, right in ranges}
        self._by_row: dict[int, list[tuple[int, int, int]]] | None = None
        self._lent: dict[tuple[int, tuple[int, ...]], list[tuple[int, tuple[int, int]]]] = {}
        self._tall: dict[int, list[tuple[int, int]]] = {}

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the range that covers this one, or the cell itself."""
        if self._by_row is None:
            self._by_row = defaultdict(list)
            for (top, left), (bottom, right) in self.spans.items():
                for covered in range(top, bottom + 1):
                    self._by_row[covered].append((top, left, right))
        for top, left, right in reversed(self._by_row.get(row, ())):
            if left <= column <= right:
                return top, left
        return row, column

    def lent(self, row: int, columns: tuple[int, ...]) -> list[tuple[int, tuple[int, int]]]:
        """Those of the columns of a row that a range from above covers, each with its first cell."""
        if (row, columns) not in self._lent:
            self._lent[row, columns] = [(column, place) for column in columns if (place := self.anchor(row, column))[0] != row]
        return self._lent[row, columns]

    @cached_property
    def ranges(self) -> tuple[str, ...]:
        """The ranges as people see them: A1:I1."""
        return tuple(f"{address(top, left)}:{address(bottom, right)}" for top, left, bottom, right in self._merges)

    def tall(self, column: int) -> list[tuple[int, int]]:
        """First and last row of the ranges that begin in a column and cover several rows."""
        if column not in self._tall:
            self._tall[column] = sorted((top, bottom) for (top, left), (bottom, _) in self.spans.items() if left == column and bottom > top)
        return self._tall[column]


def merged_cells(ranges: Sequence[Merge]) -> MergedCells:
    """Forms printed from one template merge the same cells: they share what has been found out about them."""
    return _shared(tuple(ranges)) if len(ranges) < MANY_MERGES else MergedCells(ranges)


@lru_cache(maxsize=32)
def _shared(ranges: tuple[Merge, ...]) -> MergedCells:
    return MergedCells(ranges)


@dataclass
class Grid:
    """One sheet. `entries` holds, row by row, the filled cells as {column: displayed text}.

    `uncalculated` are cells whose formula holds no value yet; `read` those that a reader has used,
    `masked` what is shown of those that name persons. In a row the columns
    ascend. `meanings` and `indicator_headings` are what meanings.py and headings.py found out about the sheet.
    `top` and `left` are where a part of a sheet begins; `tables` the first and last row of each table of a Word document.
    """

    sheet: str
    hidden: bool
    entries: list[dict[int, str]]
    merges: Sequence[Merge] = ()
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    read: ReadCells = field(default_factory=ReadCells)
    masked: dict[tuple[int, int], str] = field(default_factory=dict)
    meanings: list[int] | None = None
    indicator_headings: list[int] | None = None
    top: int = 0
    left: int = 0
    tables: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        self.merged = merged_cells(self.merges)

    def text(self, row: int, column: int) -> str | None:
        """The text that stands in the cell itself; None when blank or covered by a merged neighbour."""
        return self.entries[row].get(column) if row < len(self.entries) else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that lends its text to this one: itself unless a merged range covers it."""
        return self.merged.anchor(row, column)

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Last row and last column that the cell at this place covers."""
        return self.merged.spans.get((row, column), (row, column))

    def part(self, rows: range, columns: range | None = None) -> Grid:
        """The same sheet with only these rows (and columns) filled; addresses stay, and what is read there is read here."""
        nothing: list[dict[int, str]] = [{}] * rows.start
        kept = self.entries[rows.start : rows.stop]
        if columns is not None:
            kept = [{column: text for column, text in entries.items() if column in columns} for entries in kept]
        part = Grid(self.sheet, False, nothing + kept, read=self.read, masked=self.masked, top=rows.start, left=columns.start if columns else 0)
        part.merges, part.merged = self.merges, self.merged
        return part

    @cached_property
    def first_row(self) -> int:
        """The first row with anything in it."""
        return next((row for row in range(self.top, len(self.entries)) if self.entries[row]), 0)

    def take(self, row: int, column: int) -> str | None:
        """Like `text`, and remembers that a reader used the cell."""
        value = self.text(row, column)
        if value is not None:
            self.read.add((row, column))
        return value

    def unread(self) -> Iterator[tuple[int, int, str]]:
        for row, entries in enumerate(self.entries):
            if entries and not entries.keys() <= (read := self.read.of_row(row)):
                yield from ((row, column, text) for column, text in entries.items() if column not in read)


def is_one_text(entries: dict[int, str]) -> bool:
    """A title whose merged cell was taken apart: the same words in every cell of the row."""
    return len(entries) > 1 and len(texts := set(entries.values())) == 1 and len(texts.pop()) > 3


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
