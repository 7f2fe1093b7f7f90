"""Where the columns of a block stand, found by the words of its heading row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analytics.reading.grid import Grid, MergedCells
from analytics.reading.meanings import meaning, meanings
from analytics.reading.values import is_number, normalise
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, GOAL_COLUMNS, INDICATOR_COLUMNS, Vocabulary

LABELLED_AMOUNT = re.compile(r"^(?P<label>[^\d]+?):(?P<value>[-\d,.]+(?:亿元|万元|千元|元|%|分)?)$")
"""A label and its amount in one cell: 预算数:620.82万元."""
AMOUNTS = ("initial_budget", "revised_budget", "executed")
POINTS = ("weight", "execution_rate_stated", "score")
_PART_OF_YEAR = re.compile(r"半年|季度|中期|累计|总目标|总体目标|实施期")
_UNDER_A_LEVEL = re.compile(r"^(?:指标)?名称$")
_LONGEST_REASON = 12  # characters of a sub-heading such as 硬件条件保障
_BLOCK_LABEL = re.compile(r"情况(?:\(.*\))?$|^(?:项目)?(?:预算|资金)(?:安排|执行|使用|投入)(?:\(.*\))?$")
_SPENT = meaning(FUNDING_COLUMNS, "executed", "execution_rate_stated")
_FUNDING_FIGURES = meaning(FUNDING_COLUMNS, *AMOUNTS, *POINTS)
_LEVELS = meaning(INDICATOR_COLUMNS, "level2", "level3")
_INDICATOR_FIGURES = meaning(INDICATOR_COLUMNS, "target", "actual", "weight", "score", "level1", "level2")
_GOALS = meaning(GOAL_COLUMNS, "goal", "achievement")


MANY_SHAPES = 200
"""More are not remembered: no form fills its rows in so many ways."""

Cell = tuple[str, int]
"""The text of a cell and its column."""


@dataclass(frozen=True)
class Columns:
    """Where each role of a block stands: role -> first and last column; `top` and `bottom` are its heading rows.

    `repeated`: columns whose heading names a role that another column was taken for. `roles`: the role of each column;
    `left`: the first column of any.
    """

    places: Mapping[str, tuple[int, int]]
    bottom: int
    repeated: Mapping[int, str] = field(default_factory=dict)
    top: int = 0

    def __post_init__(self) -> None:
        roles = {column: role for role, (first, last) in self.places.items() for column in range(first, last + 1)}
        self.__dict__.update(roles=roles, left=min((first for first, _ in self.places.values()), default=0), _shapes={})

    def row(self, grid: Grid, row: int, unused: Collection[str] = frozenset()) -> dict[str, Cell]:
        """The first filled cell of each role in a row; left out are roles that are blank, covered from above or `unused`.

        Which cells these are is worked out once for all rows that fill the same columns.
        """
        entries = grid.entries[row]
        shape = (unused, *entries)
        if (known := self._shapes.get(shape)) is None:
            found = self._taken(entries, unused)
            known = found, frozenset(found.values())
            if len(self._shapes) < MANY_SHAPES:
                self._shapes[shape] = known
        taken, columns = known
        grid.read.mark(row, columns)
        return {role: (entries[column], column) for role, column in taken.items()}

    def _taken(self, filled: Iterable[int], unused: Collection[str]) -> dict[str, int]:
        taken: dict[str, int] = {}
        for column in filled:
            if column in self.roles and (role := self.roles[column]) not in taken and role not in unused:
                taken[role] = column
        return taken


def heading_columns(grid: Grid, row: int, words: Vocabulary, last_row: int, first_column: int = 0) -> Columns:
    """Roles of a heading that may break over two rows (年度 over 指标值). The left-most column of a role wins.

    Where 三级指标 and 指标值 stand twice (targets of the whole period beside those of the year) the right half wins.
    """
    entries = grid.entries[row]
    below = grid.entries[row + 1] if row + 1 <= last_row else {}
    if not all(_continues(grid.text(*grid.anchor(row, column)), text, words) for column, text in below.items()):
        below = {}
    lent = [(column, grid.text(*place)) for column, place in grid.merged.lent(row, tuple({*entries, *below}))]
    columns = _columns(Heading(grid.merged, row, tuple(entries.items()), tuple(below.items()), tuple(lent)), words, first_column)
    grid.read.mark(row, entries)
    if columns.bottom > row:
        grid.read.mark(row + 1, below)
    return columns


class Heading(NamedTuple):
    """A heading row with the one below it: the texts by column, what is merged, and the texts that merged cells above lend to columns."""

    merged: MergedCells
    row: int
    texts: tuple[tuple[int, str], ...]
    texts_below: tuple[tuple[int, str], ...]
    lent: tuple[tuple[int, str | None], ...]

    def upper(self, column: int) -> str | None:
        """The text that stands above or in a column."""
        lent = dict(self.lent)
        return lent[column] if column in lent else dict(self.texts).get(self.merged.anchor(self.row, column)[1])

    def span(self, row: int, column: int) -> tuple[int, int]:
        return self.merged.spans.get((row, column), (row, column))


@lru_cache(maxsize=128)
def _columns(heading: Heading, words: Vocabulary, first_column: int) -> Columns:
    """Worked out once for all forms of a template: their headings are the same texts in the same cells."""
    row, entries, below = heading.row, dict(heading.texts), dict(heading.texts_below)
    places: dict[str, tuple[int, int]] = {}
    repeated: set[str] = set()
    passed_over: dict[int, str] = {}
    before: tuple[int, str | None, str | None] = (-1, None, None)
    for column in sorted({*entries, *below}):
        if column < first_column or heading.span(row, column)[0] > row + 1:  # a label at the side of the whole block
            continue
        upper = heading.upper(column)
        role = _role(upper, below.get(column), words)
        last = heading.span(row + 1 if column in below else row, column)[1]
        if role in places and before == (column, role, upper) and column not in below:  # the text of a merged heading, repeated in each cell
            places[role] = (places[role][0], last)
        elif role is not None and role in places and _names_the_block(entries, places[role][0]):
            places[role] = (column, last)
        elif role in places and _is_the_exact_one(role, upper, heading.upper(places[role][0])):
            passed_over[places[role][0]] = "aside"
            places[role] = (column, last)
        elif role == "deviation_reason" and role in places and upper == heading.upper(places[role][0]):
            places[role] = (places[role][0], last)
        elif role is not None and role in places and (half := _half_year(column, places[role][0], heading, below)) is not None:
            passed_over[half] = "aside"
            places[role] = (column, last) if half != column else places[role]
        elif role is not None and (role not in places or _takes_over(role, places, repeated)):
            if role in places:
                repeated.add(role)
                passed_over[places[role][0]] = role
            places[role] = (column, last)
        elif role is not None:
            passed_over[column] = role
        before = (last + 1, role, upper)
    return Columns(places, row + 1 if below else row, {} if repeated & {"target"} else passed_over, row)


def _is_the_exact_one(role: str | None, text: str | None, taken: str | None) -> bool:
    """一级指标 after 指标类别; 调整后预算 after 调整预算数, which is what was added or taken away."""
    text, taken = normalise(text or ""), normalise(taken or "")
    if role == "level1":
        return "一级" in text and "一级" not in taken
    return role == "revised_budget" and "调整后" in text and "调整" in taken and "后" not in taken


def _half_year(column: int, taken: int, heading: Heading, below: Mapping[int, str]) -> int | None:
    """Of two columns of targets or results the one that tells of half a year, or of several, where the other tells of the year."""
    partial = [at for at in (column, taken) if _PART_OF_YEAR.search(normalise((heading.upper(at) or "") + below.get(at, "")))]
    return partial[0] if len(partial) == 1 else None


def _names_the_block(entries: Mapping[int, str], column: int) -> bool:
    """预算执行情况（20分） or 年度绩效指标完成情况 at the left of a heading that names the executed amount or the result again."""
    return column == min(entries, default=-1) and bool(_BLOCK_LABEL.search(normalise(entries[column])))


def _takes_over(role: str, places: Mapping[str, tuple[int, int]], repeated: set[str]) -> bool:
    """The right half of two; and of points after each level those that follow the indicator itself."""
    if role == "level3":
        return "target" in places
    if role in ("weight", "score"):
        return "level3" in places and places[role][0] < places["level3"][0]
    return role == "target" and "level3" in repeated


def _role(upper: str | None, lower: str | None, words: Vocabulary) -> str | None:
    if lower is None:
        return words.role(upper)
    return words.role(lower) or words.role((upper or "") + lower) or words.role(upper)


def _continues(above: str | None, text: str, words: Vocabulary) -> bool:
    """The cell below a heading goes on with it: it names a role itself, or completes one that the heading alone does not name."""
    known = words.role(above)
    if known == "deviation_reason" and len(text) <= _LONGEST_REASON and not is_number(text):
        return True
    if FUNDING_SOURCES.role(text) and words.role(text) is None:
        return False
    if known in ("level1", "level2", "level3") and _UNDER_A_LEVEL.match(normalise(text)):
        return True
    return bool(words.role(text)) or (known is None and bool(words.role((above or "") + text)))


def is_funding_heading(grid: Grid, row: int) -> bool:
    return bool(funding_headings(grid, (row,)))


@lru_cache(maxsize=1024)
def _heads_funding(texts: tuple[tuple[int, str], ...]) -> bool:
    """Whether a row with the words of a heading holds no amounts beside them; `texts` by column."""
    entries = dict(texts)
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


def funding_headings(grid: Grid, rows: Iterable[int]) -> list[int]:
    """Those of the rows that head a block of money."""
    meant, entries = meanings(grid), grid.entries
    named = [row for row in rows if meant[row] & _SPENT and (meant[row] & _FUNDING_FIGURES).bit_count() >= 2]
    return [row for row in named if _heads_funding(tuple(entries[row].items()))]


def _indicator_headings(grid: Grid) -> Iterator[int]:
    for row, meant in enumerate(meanings(grid)):
        if meant & _LEVELS and (meant & _INDICATOR_FIGURES).bit_count() >= 2 and len(grid.entries[row]) >= 3:
            yield row


def indicator_headings(grid: Grid) -> Sequence[int]:
    """The rows of a sheet that head indicator blocks, looked for once a sheet."""
    if grid.indicator_headings is None:
        found = _indicator_headings(grid)
        grid.indicator_headings = [row - 1 if row and _heads_the_row_below(grid.entries[row - 1], grid.entries[row]) else row for row in found]
    return grid.indicator_headings


def _heads_the_row_below(entries: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """年度指标值 | 实际完成值 | 分值 above 一级指标 | 二级指标: the upper row of a heading of two, whose results have no second line."""
    roles = {column: INDICATOR_COLUMNS.role(text) for column, text in entries.items()}
    results = {column for column, role in roles.items() if role in ("actual", "weight", "score", "deviation_reason")}
    return len(results) > 1 and not results & below.keys() and list(roles.values()).count(None) <= 1


def goal_headings(grid: Grid, rows: Iterable[int]) -> list[int]:
    """Those of the rows that head what was meant to be achieved and what was."""
    meant = meanings(grid)
    return [row for row in rows if meant[row] & _GOALS == _GOALS]
