"""The reader of the “三公”经费 table (公开09表): items are columns under 预算数 and 决算数, amounts stand in one row."""

from __future__ import annotations

import re
from decimal import Decimal

from analytics.reading.grid import Grid, address
from analytics.reading.records import Problem, Row
from analytics.reading.values import NotANumber, normalise, number, one_line

_TOTALS = ("合计", "小计")


def has_items_as_columns(grid: Grid, heading: int) -> bool:
    """The heading names 因公出国（境）费 beside others, and no column of names stands to its left."""
    texts = [normalise(text) for entries in grid.entries[heading : heading + 3] for text in entries.values()]
    return any(text.startswith("因公出国") for text in texts) and "公务接待费" in texts and not any(re.search(r"^项目|科目|行次", text) for text in texts)


def find_heading(grid: Grid) -> int | None:
    """The first heading row under a title of 三公 expenses; None where the sheet holds no such table."""
    titled = any("三公" in text and len(text) < 60 for entries in grid.entries[: grid.first_row + 6] for text in entries.values())
    if not titled:
        return None
    rows = enumerate(grid.entries[: grid.first_row + 12])
    first = next((row for row, entries in rows if {normalise(text) for text in entries.values()} & {"预算数", "决算数", "合计"}), None)
    return first if first is not None and has_items_as_columns(grid, first) else None


def read_allowances(grid: Grid, heading: int, title: str | None, owner: str | None, scale: Decimal, problems: list[Problem]) -> tuple[list[Row], int]:
    """One row an item with its budget and its outturn, and the row of the sheet that the amounts stand in."""
    figures = [row for row in range(heading, len(grid.entries)) if len(grid.entries[row]) > 1 and all(_plain(text) for text in grid.entries[row].values())]
    data = next((row for row in figures if not _counts(grid, row)), None)
    if data is None:
        return [], heading
    top = min(figures)
    items: dict[str, dict[str, tuple[int, str]]] = {}
    for column, text in sorted(grid.entries[data].items()):
        words = _words(grid, heading, top, column)
        amount = _amount(words, title)
        if amount is not None and items.setdefault(_item(words), {}).setdefault(amount, (column, text)) == (column, text):
            grid.read.add((data, column))
    rows = [_row(name, found, data, title, owner, scale, problems, grid.sheet) for name, found in items.items()]
    for row in range(data + 1):
        grid.read.update((row, column) for column in grid.entries[row] if row < top or (row < data and _counts(grid, row)))
    return rows, data


def _plain(text: str) -> bool:
    try:
        number(text)
    except NotANumber:
        return False
    return True


def _counts(grid: Grid, row: int) -> bool:
    """A row 1, 2, 3 … numbers the columns."""
    entries = grid.entries[row]
    first = min(entries)
    right = max(
        sum(normalise(text) == str(position) for position, (_, text) in enumerate(sorted(entries.items()), 1)),
        sum(normalise(text) == str(column - first + 1) for column, text in entries.items()),
    )
    return right * 4 >= len(entries) * 3


def _words(grid: Grid, heading: int, end: int, column: int) -> list[str]:
    words: list[str] = []
    for row in range(heading, end):
        text = grid.text(*grid.anchor(row, column)) or _group(grid, row, end, column)
        if text is not None and one_line(text) not in words:
            words.append(one_line(text) or "")
    return words


def _group(grid: Grid, row: int, end: int, column: int) -> str | None:
    """The nearest words to the left where a heading with others below it is not merged over its columns."""
    if not any(column in grid.entries[below] for below in range(row + 1, end)):
        return None
    return grid.entries[row].get(max((left for left in grid.entries[row] if left < column), default=-1))


def _item(words: list[str]) -> str:
    names = [word for word in words if not re.search(r"预算数$|决算数$", normalise(word))]
    while len(names) > 1 and names[-1] in _TOTALS:
        names.pop()
    return names[-1] if names else ""


def _amount(words: list[str], title: str | None) -> str | None:
    """The field of a column; None where its heading says neither 预算数 nor 决算数 in a table that should."""
    if any(normalise(word).endswith("决算数") for word in words):
        return "final_accounts"
    if "决算" in (title or ""):
        return "revised_budget" if any(normalise(word).endswith("预算数") for word in words) else None
    return "initial_budget" if "预算" in (title or "") else None


def _row(
    name: str, found: dict[str, tuple[int, str]], row: int, title: str | None, owner: str | None, scale: Decimal, problems: list[Problem], sheet: str
) -> Row:
    cells = {amount: address(row, column) for amount, (column, _) in found.items()}
    values = {amount: value * scale for amount, (_, text) in found.items() if (value := number(text)) is not None}
    if not name:
        message = f"{next(iter(cells.values()))} 的数字没有表头。"
        problems.append(Problem("warning", "column-unknown", message, sheet, next(iter(cells.values())), None, "表头", "请核对表头。"))
    level = "合计" if name in _TOTALS else "其中" if name in ("公务用车购置费", "公务用车运行费", "公务用车运行维护费") else "类"
    return Row(
        name or None, title, "支出", None, level, department_printed=owner, values=values, printed={key: text for key, (_, text) in found.items()}, cells=cells
    )
