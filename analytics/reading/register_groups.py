"""Rows of a register that stand above projects and are none: the sum of a department, its name alone, a heading repeated."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from analytics.reading import names
from analytics.reading.grid import Grid
from analytics.reading.table_headings import AMOUNT, HOLDS
from analytics.reading.values import is_blank, is_number, normalise, number
from analytics.reading.vocabulary import NOTE_LABEL, NUMBER_BEFORE

_DEPARTMENT_AND_PROJECT = re.compile(r"(?:部门|单位)(?:名称)?(?:及|和|与|、|/)项目")
_LOOKED_AT = 4  # rows below a lone text in which its projects begin


def department_in(text: str | None) -> str | None:
    """`一、市教育局` -> 市教育局; None where the text names no department."""
    plain = NUMBER_BEFORE.sub("", text or "").strip()
    return plain if names.is_department(plain) else None


def heads_a_group(text: str) -> bool:
    """A department or a numbered heading, not a page number or a remark between two projects."""
    return department_in(text) is not None or bool(NUMBER_BEFORE.match(text))


def holds_both(heading: str | None) -> bool:
    """部门及项目名称: one column for departments and their projects."""
    return bool(_DEPARTMENT_AND_PROJECT.search(normalise(heading or "")))


def group_rows(grid: Grid, roles: Mapping[str, int], rows: Sequence[int], both: bool) -> dict[int, bool]:
    """Of the rows with a name those that give the sum of a department's projects below; whether the sum is theirs."""
    marks = [roles[name] for name in ("score", "grade") if name in roles]
    sequence, name = roles.get("sequence", -1), roles["name"]

    def scored(row: int) -> bool:
        return any(not is_blank(grid.text(row, column)) for column in marks)

    def named(row: int) -> bool:
        counted_on = not both and not is_blank(grid.text(row, sequence))  # 2 between 1 and 3 is a project like them
        return not counted_on and department_in(grid.text(row, name)) is not None

    found = {}
    for row, below in itertools.pairwise(rows):
        counted = _counts_below(grid.text(row, sequence), grid.text(below, sequence))
        if scored(row) or (marks and not scored(below)) or not (counted or (named(row) and not named(below))):
            continue
        parts = list(itertools.takewhile(scored if marks else lambda at: not named(at), (at for at in rows if at > row)))
        adds_up = _adds_up(grid, roles, row, parts)
        if adds_up or both:
            found[row] = adds_up
    return found


def _counts_below(number_: str | None, below: str | None) -> bool:
    """1 above 1.1."""
    return bool(number_ and below) and re.match(rf"{re.escape(normalise(number_))}[.-]\d", normalise(below)) is not None


def _adds_up(grid: Grid, roles: Mapping[str, int], row: int, parts: Sequence[int]) -> bool:
    columns = [column for name, column in roles.items() if HOLDS[name] == AMOUNT and is_number(grid.text(row, column))]
    return bool(columns and parts) and all(_sum(grid, parts, column) == number(grid.text(row, column)) for column in columns)


def _sum(grid: Grid, rows: Sequence[int], column: int) -> Decimal:
    return sum((number(text) or Decimal(0) for row in rows if is_number(text := grid.text(row, column))), Decimal(0))


def goes_on_below(grid: Grid, roles: Mapping[str, int], row: int) -> bool:
    """Whether projects follow a row of one text within a few rows: 二、市卫健委 above numbered rows."""
    filled = [at for at in range(row + 1, len(grid.entries)) if len(grid.entries[at]) > 1][:_LOOKED_AT]
    amounts = [column for name, column in roles.items() if HOLDS[name] == AMOUNT]
    return any(not is_blank(grid.text(at, roles["name"])) and any(is_number(grid.text(at, column)) for column in amounts) for at in filled)


def ends_the_year(text: str, year: int | None) -> bool:
    """Notes below a table, and a title of another year than the one so far."""
    own = names.year_of_title(text) or names.year_of_line(text)
    return bool(NOTE_LABEL.match(normalise(text))) or (own is not None and year is not None and own != year)
