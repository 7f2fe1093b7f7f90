"""Doubts about a block that was read: what its headings do not explain, so that no figure is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from analytics.reading.excerpt import FIELD_NAMES, Excerpt
from analytics.reading.grid import Grid, address
from analytics.reading.headings import Columns
from analytics.reading.records import Indicator, Problem, Row
from analytics.reading.values import is_number, normalise, one_line

_ROLE_NAMES = FIELD_NAMES | {"target": "年度指标值", "actual": "实际完成值", "level3": "三级指标", "execution_rate_stated": "执行率"}
IMPLAUSIBLE = Decimal(1_000_000)
"""No department of a district spends 100 亿元 (in 万元)."""
_COUNTING = re.compile(r"^(?:序号|编号|行次|栏次|序)$")
_NAME_THE_COLUMN = "请核对该列的表头；如属填错列，请移到正确的列后重新上传。"


class _Filled:
    """The columns from `first` on in which rows of a block have a cell, and which rows those are."""

    def __init__(self, grid: Grid, rows: Iterable[int], first: int) -> None:
        self._entries = {row: grid.entries[row] for row in rows}
        self.columns = {column for column in set().union(*self._entries.values()) if column >= first}

    def rows(self, column: int) -> list[int]:
        return [row for row, entries in self._entries.items() if column in entries] if column in self.columns else []


def doubt_columns(excerpt: Excerpt, columns: Columns, heading: int, rows: Iterable[int], first: int) -> None:
    """Figures from column `first` on that no heading explains, headings said twice, and columns that seem one off."""
    filled = _Filled(excerpt.grid, rows, first)
    for column in sorted(filled.columns - columns.roles.keys() - columns.repeated.keys()):
        _doubt_column(excerpt, columns, heading, column, filled)
    for column, role in columns.repeated.items():
        if column in filled.columns and role in _ROLE_NAMES:
            _doubt_repeated(excerpt, columns, heading, column, role)
    for role, (start, end) in columns.places.items():
        if role in _ROLE_NAMES and end > start:
            _doubt_crowded(excerpt, role, [row for row in filled.rows(end) if _figures(excerpt, row, range(start, end + 1)) > 1], end)


def _doubt_column(excerpt: Excerpt, columns: Columns, heading: int, column: int, filled: _Filled) -> None:
    words = _heading_text(excerpt, columns, heading, column)
    if words and _COUNTING.match(normalise(words)):
        return
    grid = excerpt.grid
    numbers = [row for row in filled.rows(column) if (row, column) not in grid.read and is_number(grid.text(row, column))]
    beside = next(
        (role for role, (start, end) in columns.places.items() if role in _ROLE_NAMES and column in (start - 1, end + 1) and not _ever(filled, start, end)),
        None,
    )
    if beside and words is None:
        place = address(filled.rows(column)[0], column)
        message = f"“{_ROLE_NAMES[beside]}”一列全为空，而相邻的无表头列有内容，疑似错列，未读取。"
        excerpt.note("warning", "columns-shifted", place, message, _NAME_THE_COLUMN, grid.text(filled.rows(column)[0], column), _ROLE_NAMES[beside])
    elif numbers:
        where = f"表头“{words}”的含义无法识别" if words else "没有表头"
        message = f"{address(numbers[0], column)} 所在的列{where}，其中 {len(numbers)} 个数字未读取。"
        excerpt.note("warning", "column-unknown", address(numbers[0], column), message, _NAME_THE_COLUMN, grid.text(numbers[0], column), words or "表头")
    elif words and "level3" in columns.places and (missing := {"target", "actual"} - columns.places.keys()):
        place = address(filled.rows(column)[0], column)
        message = f"没有找到{'、'.join(_ROLE_NAMES[role] for role in sorted(missing, reverse=True))}一列，而表头“{words}”的含义无法识别，该列未读取。"
        excerpt.note("warning", "column-unknown", place, message, _NAME_THE_COLUMN, grid.text(filled.rows(column)[0], column), words)


def _ever(filled: _Filled, start: int, end: int) -> bool:
    return not filled.columns.isdisjoint(range(start, end + 1))


def _doubt_repeated(excerpt: Excerpt, columns: Columns, heading: int, column: int, role: str) -> None:
    taken = address(columns.bottom, columns.places[role][0])
    words = _heading_text(excerpt, columns, heading, column)
    message = f"两列表头都表示{_ROLE_NAMES[role]}：读取了 {taken} 所在的列，{address(columns.bottom, column)}“{words}”未读取。"
    excerpt.note("warning", "column-twice", address(columns.bottom, column), message, "请核对应当采用哪一列。", words, _ROLE_NAMES[role])


def _doubt_crowded(excerpt: Excerpt, role: str, rows: Sequence[int], end: int) -> None:
    if rows:
        message = f"“{_ROLE_NAMES[role]}”的表头跨多列，同一行有多个内容，只读取了最左边一个。"
        excerpt.note("warning", "column-crowded", address(rows[0], end), message, "请核对该行应当采用哪一格。", excerpt.grid.text(rows[0], end), "一格一个内容")


def _figures(excerpt: Excerpt, row: int, columns: Iterable[int]) -> int:
    """Different ones: the text of a merged cell may be repeated in each."""
    entries = excerpt.grid.entries[row]
    return len({entries[column] for column in columns if column in entries})


def _heading_text(excerpt: Excerpt, columns: Columns, heading: int, column: int) -> str | None:
    """The words above a column: its heading, its sub-heading, or the merged cell that covers it."""
    words: list[str] = []
    for row in range(heading, columns.bottom + 1):
        text = one_line(excerpt.grid.text(*excerpt.grid.anchor(row, column)))
        if text and text not in words:
            words.append(text)
    return "/".join(words) or None


def doubt_figures(grid: Grid, heading: int, rows: Iterable[int]) -> list[Problem]:
    """Numbers of a table that no reader used, one problem a column: its heading says nothing that is known, or its line has no name."""
    unused: dict[int, list[int]] = {}
    for row in rows:
        for column, text in grid.entries[row].items():
            if (row, column) not in grid.read and is_number(text):
                unused.setdefault(column, []).append(row)
    problems = []
    for column, places in sorted(unused.items()):
        place = address(places[0], column)
        message = f"{place} 等 {len(places)} 个数字未读取：所在列的表头无法识别，或所在行没有名称。"
        found = grid.text(places[0], column)
        problems.append(Problem("warning", "column-unknown", message, grid.sheet, place, found, f"表头（{address(heading, column)}）", _NAME_THE_COLUMN))
    return problems


def unit_not_printed(sheet: str, place: str, rows: Iterable[Row]) -> Problem:
    """Amounts without a unit are taken for 万元; of a size that no department has they are refused."""
    amounts = [abs(value) for row in rows for name, value in row.values.items() if isinstance(value, Decimal) and name not in ("score",)]
    implausible = max(amounts, default=Decimal(0)) >= IMPLAUSIBLE
    message = "表中没有写明金额单位，" + ("按万元读取则超过 100 亿元，应为元。" if implausible else "按万元读取。")
    return Problem("error" if implausible else "warning", "unit-not-printed", message, sheet, place, None, "单位：万元", "请在表头写明单位后重新上传。")


def doubt_indicator(excerpt: Excerpt, indicator: Indicator) -> None:
    """A row that carries points and has no name: its texts may stand one column off."""
    if indicator.level3 is None and (indicator.weight is not None or indicator.score is not None):
        place = indicator.cells.get("weight") or indicator.cells.get("score")
        message = f"{place} 有分值或得分，而该行没有三级指标名称。"
        excerpt.note("warning", "indicator-unnamed", place, message, "请补填指标名称，或核对该行是否错列。", None, "三级指标名称")


def doubt_merged_points(excerpt: Excerpt, columns: Columns, rows: Sequence[int]) -> None:
    """A weight or score that one cell gives for several indicators: kept at the first of them, and said."""
    below = set(rows)
    for role in ("weight", "score", "score_reviewed"):
        column = columns.places.get(role, (None,))[0]
        for row, last in excerpt.grid.merged.tall(column) if column is not None else ():
            shared = sum(other in below for other in range(row, last + 1))
            if row in below and shared > 1 and is_number(excerpt.grid.text(row, column)):
                message = f"{address(row, column)} 的{FIELD_NAMES[role]}由 {shared} 行指标共用，记在第一行。"
                excerpt.note("note", "points-merged", address(row, column), message, "如需分别统计，请拆分到各行。", excerpt.grid.text(row, column), "每行各填")


def doubt_left_over(excerpt: Excerpt, columns: Columns, end: int) -> None:
    """Numbers in the columns of points that stand below the total row or in a row taken for a note."""
    grid = excerpt.grid
    points = {column for role in ("weight", "score", "score_reviewed") if role in columns.places for column in columns.places[role]}
    for row in range(columns.bottom + 1, end):
        if grid.entries[row].keys() <= grid.read.of_row(row):
            continue
        unread = points.intersection(grid.entries[row]) - grid.read.of_row(row)
        left = [column for column in sorted(unread) if is_number(grid.text(row, column))] if unread else []
        if left:
            place = address(row, left[0])
            message = f"{place} 的数字在总分行之后或说明行中，未作为分值、得分读取。"
            excerpt.note("warning", "points-unread", place, message, "请核对总分行的位置和该行的名称。", grid.text(row, left[0]), "总分行之前的指标")
            return


def doubt_stray_total(excerpt: Excerpt, place: str, found: str) -> None:
    """A total row with a number in a column of neither weights nor scores, while one of the two is missing."""
    message = f"总分行 {place} 的数字不在分值、得分列中，未作为总分读取。"
    excerpt.note("warning", "total-unexplained", place, message, "请把总分填在分值、得分列。", found, "分值列、得分列")
