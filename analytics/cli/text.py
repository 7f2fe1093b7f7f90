"""Aligned plain text for a terminal. A Chinese character is two columns wide; nothing is cut off."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

GAP = "  "


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> str:
    """Headings, a rule and the rows, each column as wide as its widest cell; columns numbered in `right` end flush."""
    lines = [[_one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    flush = set(right)
    padded = [GAP.join(_padded(cell, widths[at], at in flush) for at, cell in enumerate(line)).rstrip() for line in lines]
    return "\n".join([padded[0], GAP.join("-" * size for size in widths), *padded[1:]])


def _one_line(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _padded(cell: str, size: int, flush: bool) -> str:
    gap = " " * (size - width(cell))
    return gap + cell if flush else cell + gap
