"""Takes a sheet with several tables apart: one below the other under titles of their own, or side by side.

Each part keeps the addresses of the sheet, so that its reader needs to know nothing of the others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from analytics.reading import accounts, table_headings
from analytics.reading.grid import Grid, is_one_text
from analytics.reading.headings import indicator_headings, is_funding_heading
from analytics.reading.meanings import SUBJECT, TITLE, meanings
from analytics.reading.regions import subject_role
from analytics.reading.values import normalise
from analytics.reading.vocabulary import INDICATOR_COLUMNS

_PROJECT, _OTHER = "name", "other"
_BELOW_A_TITLE = 10  # rows in which the table must begin
_BETWEEN_TITLES = 4  # rows of one title: 附件3, its words, the year, the unit


def parts_of(grid: Grid) -> list[Grid]:
    """The tables of a sheet from the top, each as a grid; forms of projects that follow one another stay together."""
    cuts = list(_later_titles(grid))
    kinds = [_kind_below(grid, 0, cuts[0][0]), *(kind for _, kind in cuts)] if cuts else []
    needed = [row for (row, kind), above in zip(cuts, kinds, strict=False) if not kind == above == _PROJECT]
    if not needed:
        return list(_side_by_side(grid))
    bounds = [0, *needed, len(grid.entries)]
    return [part for top, end in itertools.pairwise(bounds) for part in _side_by_side(grid.part(range(top, end)))]


def _later_titles(grid: Grid) -> Iterator[tuple[int, str]]:
    """The first title row of every table but the first, and what the table is."""
    meant = meanings(grid)
    last = None  # the widest row since the last cut
    for row, entries in enumerate(grid.entries):
        if len(entries) >= 3 and (last == row - 1 or not is_one_text(entries)):
            last = row
        elif last is not None and meant[row] & TITLE:
            kind = _kind_below(grid, row + 1, min(row + _BELOW_A_TITLE, len(grid.entries)))
            if kind is not None:
                top = _first_line(grid, row, last)
                last = None
                yield top, kind


def _kind_below(grid: Grid, start: int, end: int) -> str | None:
    """What the head of a table in these rows begins; None where they are the rest of one that a page break has cut."""
    for row in range(start, end):
        entries = grid.entries[row]
        if (role := subject_role(grid, row)) is not None:
            return role
        if is_funding_heading(grid, row) or accounts.is_heading(entries):
            return _OTHER
        if row in indicator_headings(grid):
            return None
        roles = table_headings.heading_roles(entries) if len(entries) > 3 else {}
        if roles and table_headings.kind_of(roles, ""):
            return _OTHER
    return None


def _first_line(grid: Grid, title: int, above: int) -> int:
    """Up over what stands above the title and belongs to it: 附件3, 公开01表."""
    top = title
    while top - 1 > above and title - top < _BETWEEN_TITLES and len(grid.entries[top - 1]) <= 1:
        texts = [normalise(text) for text in grid.entries[top - 1].values()]
        if not texts or any(not re.match(r"附[件表]|公开|表\d", text) for text in texts):
            break
        top -= 1
    return top


def _side_by_side(grid: Grid) -> Sequence[Grid]:
    """Two forms printed beside each other on one sheet: cut before the column in which the second begins."""
    headings = indicator_headings(grid)
    named = [row for row, meant in enumerate(meanings(grid)[: headings[0]]) if meant & SUBJECT] if headings else []
    starts = next((columns for row in named if len(columns := _subject_columns(grid.entries[row])) > 1), None)
    if starts is None or not all(_repeats(grid.entries[row], starts[1]) for row in headings):
        return [grid]
    bounds = [0, *starts[1:], 1 + max(max(entries) for entries in grid.entries if entries)]
    rows = range(grid.top, len(grid.entries))
    return [grid.part(rows, range(left, right)) for left, right in itertools.pairwise(bounds)]


def _subject_columns(entries: Mapping[int, str]) -> list[int]:
    return [column for column, text in sorted(entries.items()) if "称" in text and normalise(text).rstrip(":") == "项目名称"]


def _repeats(entries: Mapping[int, str], second: int) -> bool:
    """The heading names a level, a target or a score on both sides."""
    left, right = ({INDICATOR_COLUMNS.role(text) for column, text in entries.items() if (column >= second) is side} for side in (False, True))
    return len((left & right) - {None}) >= 3
