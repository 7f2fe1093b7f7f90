"""Where the columns of a block stand, found by the words of its heading row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from analytics.reading.grid import Grid
from analytics.reading.values import is_number, normalise
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, GOAL_COLUMNS, INDICATOR_COLUMNS, Vocabulary

LABELLED_AMOUNT = re.compile(r"^(?P<label>[^\d]+?):(?P<value>[-\d,.]+(?:亿元|万元|千元|元|%|分)?)$")
"""A label and its amount in one cell: 预算数:620.82万元."""
AMOUNTS = ("initial_budget", "revised_budget", "executed")
POINTS = ("weight", "execution_rate_stated", "score")
_BLOCK_LABEL = re.compile(r"情况(?:\(.*\))?$")
_FUNDING_FIGURES = {"initial_budget", "revised_budget", "executed", "execution_rate_stated", "weight", "score"}
_INDICATOR_FIGURES = {"target", "actual", "weight", "score", "level1", "level2"}


Cell = tuple[str, int]
"""The text of a cell and its column."""


@dataclass(frozen=True)
class Columns:
    """Where each role of a block stands: role -> first and last column; `top` and `bottom` are its heading rows.

    `repeated`: columns whose heading names a role that another column was taken for.
    """

    places: Mapping[str, tuple[int, int]]
    bottom: int
    repeated: Mapping[int, str] = field(default_factory=dict)
    top: int = 0

    def __post_init__(self) -> None:
        roles = {column: role for role, (first, last) in self.places.items() for column in range(first, last + 1)}
        object.__setattr__(self, "_roles", roles)

    def row(self, grid: Grid, row: int, unused: Container[str] = ()) -> dict[str, Cell]:
        """The first filled cell of each role in a row; left out are roles that are blank, covered from above or `unused`."""
        found: dict[str, Cell] = {}
        roles = self._roles
        for column, text in grid.entries[row].items():
            if column in roles and (role := roles[column]) not in found and role not in unused:
                found[role] = (text, column)
        grid.read.of_row(row).update([column for _, column in found.values()])
        return found


def heading_columns(grid: Grid, row: int, words: Vocabulary, last_row: int, first_column: int = 0) -> Columns:
    """Roles of a heading that may break over two rows (年度 over 指标值). The left-most column of a role wins.

    Where 三级指标 and 指标值 stand twice (targets of the whole period beside those of the year) the right half wins.
    """
    entries = grid.entries[row]
    below = grid.entries[row + 1] if row + 1 <= last_row else {}
    if not (below and all(_continues(grid, row, column, text, words) for column, text in below.items())):
        below = {}
    places: dict[str, tuple[int, int]] = {}
    repeated: set[str] = set()
    passed_over: dict[int, str] = {}
    before: tuple[int, str | None, str | None] = (-1, None, None)
    for column in sorted({*entries, *below}):
        if column < first_column or grid.span(row, column)[0] > row + 1:  # a label at the side of the whole block
            continue
        upper = grid.text(*grid.anchor(row, column))
        role = _role(upper, below.get(column), words)
        last = grid.span(row + 1 if column in below else row, column)[1]
        if role in places and before == (column, role, upper) and column not in below:  # the text of a merged heading, repeated in each cell
            places[role] = (places[role][0], last)
        elif role is not None and role in places and _names_the_block(grid, row, places[role][0]):
            places[role] = (column, last)
        elif role is not None and (role not in places or _takes_over(role, places, repeated)):
            if role in places:
                repeated.add(role)
                passed_over[places[role][0]] = role
            places[role] = (column, last)
        elif role is not None:
            passed_over[column] = role
        before = (last + 1, role, upper)
    grid.read.of_row(row).update(entries)
    grid.read.of_row(row + 1).update(below)
    return Columns(places, row + 1 if below else row, {} if repeated & {"target"} else passed_over, row)


def _names_the_block(grid: Grid, row: int, column: int) -> bool:
    """预算执行情况（20分） or 年度绩效指标完成情况 at the left of a heading that names the executed amount or the result again."""
    return column == min(grid.entries[row], default=-1) and bool(_BLOCK_LABEL.search(normalise(grid.text(row, column) or "")))


def _takes_over(role: str, places: Mapping[str, tuple[int, int]], repeated: set[str]) -> bool:
    """The right half of two; and of weights after each level the one that follows the indicator itself."""
    if role == "level3":
        return "target" in places
    if role == "weight":
        return "level3" in places and places["weight"][0] < places["level3"][0]
    return role == "target" and "level3" in repeated


def _role(upper: str | None, lower: str | None, words: Vocabulary) -> str | None:
    if lower is None:
        return words.role(upper)
    return words.role(lower) or words.role((upper or "") + lower) or words.role(upper)


def _continues(grid: Grid, row: int, column: int, text: str, words: Vocabulary) -> bool:
    """The cell below a heading goes on with it: it names a role itself, or completes one that the heading alone does not name."""
    if FUNDING_SOURCES.role(text):
        return False
    above = grid.text(*grid.anchor(row, column))
    return bool(words.role(text)) or (words.role(above) is None and bool(words.role((above or "") + text)))


def is_funding_heading(entries: Mapping[int, str]) -> bool:
    if len(entries) < 2:
        return False
    roles = FUNDING_COLUMNS.roles(entries.values())
    if not {"executed", "execution_rate_stated"} & roles or len(roles & _FUNDING_FIGURES) < 2:
        return False
    return not any(LABELLED_AMOUNT.match(normalise(text)) for text in entries.values()) and not labelled_pairs(entries)


def labelled_pairs(entries: Mapping[int, str]) -> dict[int, int]:
    """Columns of labels with the columns of their amounts where an amount stands in the next cell: 预算数： | 620.82."""
    columns = sorted(entries)
    return {
        label: value
        for label, value in itertools.pairwise(columns)
        if _names_money(entries[label]) and is_number(entries[value]) and not is_number(entries[label])
    }


def _names_money(text: str) -> bool:
    return FUNDING_COLUMNS.role(text) in (*AMOUNTS, *POINTS) or FUNDING_SOURCES.role(text) is not None


def is_indicator_heading(entries: Mapping[int, str]) -> bool:
    if len(entries) < 3:
        return False
    roles = INDICATOR_COLUMNS.roles(entries.values())
    return bool({"level2", "level3"} & roles) and len(roles & _INDICATOR_FIGURES) >= 2


def indicator_headings(grid: Grid) -> Sequence[int]:
    """The rows of a sheet that head indicator blocks, looked for once a sheet."""
    if grid.indicator_headings is None:
        found = [row for row, entries in enumerate(grid.entries) if is_indicator_heading(entries)]
        grid.indicator_headings = [row - 1 if row and _heads_the_row_below(grid.entries[row - 1], grid.entries[row]) else row for row in found]
    return grid.indicator_headings


def _heads_the_row_below(entries: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """年度指标值 | 实际完成值 | 分值 above 一级指标 | 二级指标: the upper row of a heading of two, whose results have no second line."""
    roles = {column: INDICATOR_COLUMNS.role(text) for column, text in entries.items()}
    results = {column for column, role in roles.items() if role in ("actual", "weight", "score", "deviation_reason")}
    return len(results) > 1 and not results & below.keys() and list(roles.values()).count(None) <= 1


def is_goal_heading(entries: Mapping[int, str]) -> bool:
    return len(entries) >= 2 and {"goal", "achievement"} <= GOAL_COLUMNS.roles(entries.values())
