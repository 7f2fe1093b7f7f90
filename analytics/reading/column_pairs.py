"""Columns that hold two figures in each cell: 年度指标值/实际完成值 above 100%/90%, 分值/得分 above 50/45."""

from __future__ import annotations

from analytics.reading.excerpt import Excerpt
from analytics.reading.grid import Grid, address
from analytics.reading.headings import Cell, Columns
from analytics.reading.values import normalise
from analytics.reading.vocabulary import INDICATOR_COLUMNS

_SECOND_OF = {"target": "actual", "weight": "score"}


def pairs_of(grid: Grid, columns: Columns) -> tuple[str, ...]:
    """`target` and `weight` where their figures stand before the slash in the column of what was achieved or scored."""
    return tuple(first for first, second in _SECOND_OF.items() if first not in columns.places and _heads_both(grid, columns, first, second))


def _heads_both(grid: Grid, columns: Columns, first: str, second: str) -> bool:
    if second not in columns.places:
        return False
    halves = normalise(grid.text(columns.bottom, columns.places[second][0]) or "").split("/")
    return [INDICATOR_COLUMNS.role(half) for half in halves] == [first, second]


def parted(excerpt: Excerpt, row: int, found: dict[str, Cell], pairs: tuple[str, ...]) -> dict[str, Cell]:
    """The cells of a row with those of two figures taken apart; a text without one slash stays whole, and is said."""
    for first in pairs:
        text, column = found.get(_SECOND_OF[first], ("", 0))
        halves = normalise(text).split("/")
        if len(halves) == 2 and all(halves):
            found[first], found[_SECOND_OF[first]] = (halves[0], column), (halves[1], column)
        elif text and first == "target":  # points that cannot be parted are no number, which is said where they are read
            message = f"表头写明一格两项，“{text}”无法分开，整格按实际完成值读取。"
            excerpt.note("warning", "pair-unclear", address(row, column), message, "请把指标值和完成值分填两列。", text, "指标值/完成值")
    return found
