"""Where forms begin and end on a sheet: each from the titles above its 项目名称 (or its department's name) to those of the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from analytics.reading.grid import Grid
from analytics.reading.headings import funding_headings, indicator_headings, is_funding_heading
from analytics.reading.meanings import SUBJECT, meanings
from analytics.reading.values import is_number, normalise
from analytics.reading.vocabulary import HEAD_LABELS, INDICATOR_COLUMNS, NOTE_LABEL, NUMBER_BEFORE, TOTAL_LABEL, label_and_inline

_LONGEST_HEAD = 10  # rows above 项目名称


def regions(grid: Grid) -> Iterator[tuple[int, int]]:
    """First and last row of every form on a sheet: each begins above its 项目名称 (or its department's name)."""
    starts = list(_starts(grid))
    if not starts:
        headings = [grid.entries[row] for row in indicator_headings(grid)]
        results = any({"actual", "score"} & INDICATOR_COLUMNS.roles(entries.values()) for entries in headings)
        if results or (headings and funding_headings(grid, range(len(grid.entries)))):
            yield from _parted(grid, grid.top, len(grid.entries) - 1, starts)
        return
    tops = [_title_row(grid, row, starts[position - 1]) if position else _first_top(grid, row) for position, row in enumerate(starts)]
    for position, top in enumerate(tops):
        yield from _parted(grid, top, tops[position + 1] - 1 if position + 1 < len(tops) else len(grid.entries) - 1, starts)


def _parted(grid: Grid, top: int, bottom: int, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The forms between two rows where some name no project: each begins above its heading of money, after the indicators of the one before."""
    indicators = [row for row in indicator_headings(grid) if top <= row <= bottom]
    if len(indicators) > 1:
        funded, listed = False, top
        for money in funding_headings(grid, range(top, bottom + 1)):
            before = max((row for row in indicators if row < money), default=-1)
            if funded and before > listed and indicators[-1] > money:
                named = next((row for row in starts if before < row < money), money)
                cut = _lone_rows_above(grid, named, before)
                yield top, cut - 1
                top, listed = cut, money
            funded, listed = True, max(listed, money)
    yield top, bottom


def _lone_rows_above(grid: Grid, row: int, previous: int) -> int:
    """Up over titles and lines of one label, not over the total or the notes of the form above."""
    top = row
    while top - 1 > previous and 0 < len(entries := grid.entries[top - 1]) <= 2:
        texts = [normalise(text) for text in entries.values()]
        if any(TOTAL_LABEL.match(text) or NOTE_LABEL.match(text) or is_number(text) for text in texts):
            break
        top -= 1
    return top


def _first_top(grid: Grid, row: int) -> int:
    """The first form has the sheet above it, unless that is the text of a report."""
    return grid.top if row - grid.first_row <= _LONGEST_HEAD else _title_row(grid, row, grid.top - 1)


def _starts(grid: Grid) -> Iterator[int]:
    """Rows of 项目名称; those of 部门名称 where a block of figures follows before the next name, and none is still open above."""
    named = {row: role for row, meant in enumerate(meanings(grid)) if meant & SUBJECT and (role := subject_role(grid, row)) is not None}
    found = list(named)
    open_above = False
    for row, following in itertools.zip_longest(found, found[1:], fillvalue=len(grid.entries)):
        below = range(row + 1, following)
        holds_figures = any(at in below for at in indicator_headings(grid)) or bool(funding_headings(grid, below))
        if (named[row] == "name" and not _is_numbered(grid.entries[row])) or (holds_figures and not open_above):
            open_above = True
            yield row
        if holds_figures:
            open_above = False


def _is_numbered(entries: Mapping[int, str]) -> bool:
    """1.项目名称 begins a form only where figures follow: the notes below a form are numbered too."""
    return bool(NUMBER_BEFORE.match(entries[min(entries)]))


def subject_role(grid: Grid, row: int) -> str | None:
    """name or department_name, whichever a row of labels and values gives first."""
    entries = grid.entries[row]
    if not meanings(grid)[row] & SUBJECT or len(entries) > 8 or is_funding_heading(grid, row) or "序号" in entries.values():
        return None
    labels = HEAD_LABELS.roles(label_and_inline(text)[0] for text in entries.values())
    return "name" if "name" in labels else "department_name"


def _title_row(grid: Grid, row: int, previous: int) -> int:
    """Walks up over the title rows of a form: few words, no figures, not the total of the form above."""
    top = row
    while top - 1 > previous:
        entries = grid.entries[top - 1]
        texts = [normalise(text) for text in entries.values()]
        if not texts or len(texts) > 2 or any(TOTAL_LABEL.match(text) or NOTE_LABEL.match(text) for text in texts):
            break
        if not any(re.search(r"表|年度|附件|附表|单位|日期", text) for text in texts):
            break
        top -= 1
    return top
