"""Funding blocks in other shapes: sources of money as columns, and label with value in one cell (预算数：620.82万元)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from analytics.reading.doubts import doubt_figures, is_number
from analytics.reading.excerpt import FIELD_NAMES, Excerpt
from analytics.reading.funding import AMOUNTS
from analytics.reading.grid import address
from analytics.reading.headings import LABELLED_AMOUNT
from analytics.reading.records import Funding
from analytics.reading.values import UNITS, NotANumber, normalise, number, one_line, own_unit
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, HEAD_LABELS


def source_of(label: str) -> str | None:
    """The source a label names, 其中 before it left out."""
    return FUNDING_SOURCES.role(re.sub(r"^其中:?", "", normalise(label)))


def is_source_heading(entries: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """A row of sources above a row that begins with the name of an amount."""
    sources = [source_of(text) for text in entries.values() if HEAD_LABELS.role(text) is None]
    return sum(source is not None for source in sources) >= 2 and any(
        FUNDING_COLUMNS.role(text) in AMOUNTS and not LABELLED_AMOUNT.match(normalise(text)) for text in below.values()
    )


def read_sources_as_columns(excerpt: Excerpt, heading: int, end: int) -> tuple[tuple[Funding, ...], set[str]]:
    """One line a column of the heading; the names of the amounts stand at the left of the rows below."""
    grid = excerpt.grid
    for text in grid.entries[heading].values():
        excerpt.hear_unit(text)
    sources = {column: text for column, text in sorted(grid.entries[heading].items()) if source_of(text) and not re.search(r"来源|单位", text)}
    rows = {row: name for row in range(heading + 1, end) if (name := _amount_of_row(excerpt, row)) is not None}
    lines = []
    for column, label in sources.items():
        found = {name: _figure(excerpt, grid.entries[row].get(column), row, column, name) for row, name in rows.items()}
        cells = {"label": address(heading, column)} | {name: address(row, column) for row, name in rows.items()}
        lines.append(_line(source_of(label) or "other", label, found, cells))
    grid.read.update((heading, column) for column in grid.entries[heading])
    grid.read.update((row, column) for row in rows for column, text in grid.entries[row].items() if column in sources or not is_number(text))
    excerpt.problems += doubt_figures(grid, heading, rows)
    return tuple(lines), set(rows.values())


def _amount_of_row(excerpt: Excerpt, row: int) -> str | None:
    roles = [role for _, text in sorted(excerpt.grid.entries[row].items()) if (role := FUNDING_COLUMNS.role(text)) in AMOUNTS]
    return roles[0] if roles else None


def inline_rows(excerpt: Excerpt, rows: Iterable[int]) -> list[int]:
    """The rows that hold labels with their amounts in the same cell, from the first 预算数 or 执行数 on."""
    found = [row for row in rows if any(LABELLED_AMOUNT.match(normalise(text)) for text in excerpt.grid.entries[row].values())]
    amounts = [row for row in found if any(_amount_name(text) for text in excerpt.grid.entries[row].values())]
    return [row for row in found if amounts and row >= amounts[0]]


def _amount_name(text: str) -> str | None:
    match = LABELLED_AMOUNT.match(normalise(text))
    role = FUNDING_COLUMNS.role(match.group("label")) if match else None
    return role if role in AMOUNTS else None


def read_inline(excerpt: Excerpt, rows: list[int]) -> tuple[tuple[Funding, ...], set[str]]:
    """预算数 and 执行数 name the columns they stand in; a source below one of them gives its part of that amount."""
    meaning: dict[int, str] = {}
    figures: dict[str, dict[str, tuple[Decimal | None, str | None]]] = {}
    labels: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        for column, text in sorted(excerpt.grid.entries[row].items()):
            excerpt.grid.read.add((row, column))
            match = LABELLED_AMOUNT.match(normalise(text))
            if not match:
                continue
            name = _amount_name(text)
            if name:
                meaning[column] = name
            source = "total" if name else source_of(match.group("label"))
            amount = meaning.get(column)
            if source is None or amount is None:
                excerpt.grid.read.discard((row, column))
                continue
            labels.setdefault(source, one_line(match.group("label")) or source)
            figures.setdefault(source, {})[amount] = _figure(excerpt, match.group("value"), row, column, amount)
            cells.setdefault(source, {})[amount] = address(row, column)
    lines = tuple(_line(source, labels[source], figures[source], cells[source]) for source in figures)
    return lines, set(meaning.values())


def _figure(excerpt: Excerpt, text: str | None, row: int, column: int, name: str) -> tuple[Decimal | None, str | None]:
    try:
        value = number(text)
    except NotANumber:
        message = f"{FIELD_NAMES[name]}“{text}”不是可以读取的数字。"
        excerpt.note("error", "amount-unreadable", address(row, column), message, "请在原表中改为数字后重新上传。", text, "数字，如 12.5")
        return None, text
    unit = own_unit(text)
    if value is not None and unit is not None:
        excerpt.printed_unit = excerpt.printed_unit or unit
        value = value * UNITS[unit] / UNITS[excerpt.printed_unit]
    return value, text


def _line(source: str, label: str, figures: Mapping[str, tuple[Decimal | None, str | None]], cells: Mapping[str, str]) -> Funding:
    values = {name: value for name, (value, _) in figures.items()}
    printed = {f"{name}_printed": text for name, (_, text) in figures.items()}
    return Funding(source, one_line(label) or label, **values, **printed, cells=dict(cells))
