"""Funding blocks in other shapes: sources of money as columns, and label with value in one cell (预算数：620.82万元)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from analytics.reading.doubts import doubt_figures
from analytics.reading.excerpt import FIELD_NAMES, Excerpt
from analytics.reading.funding import ratio, source_of, stated_rate
from analytics.reading.grid import address
from analytics.reading.headings import AMOUNTS, LABELLED_AMOUNT, POINTS, Cell, heading_columns, labelled_pairs
from analytics.reading.records import Funding
from analytics.reading.values import UNITS, NotANumber, is_number, normalise, number, one_line, own_unit
from analytics.reading.vocabulary import FUNDING_COLUMNS, HEAD_LABELS


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
    rows = {row: name for row in range(heading + 1, end) if (name := _role_of_row(excerpt, row)) in AMOUNTS}
    points = {name: row for row in range(heading + 1, end) if (name := _role_of_row(excerpt, row)) in POINTS}
    lines = []
    for column, label in sources.items():
        found = {name: _figure(excerpt, grid.entries[row].get(column), row, column, name) for row, name in rows.items()}
        cells = {"label": address(heading, column)} | {name: address(row, column) for row, name in rows.items()}
        line = _line(source_of(label) or "other", label, found, cells)
        lines.append(with_points(excerpt, {name: (text, column) for name, row in points.items() if (text := grid.take(row, column))}, points, line))
    rows |= {row: name for name, row in points.items()}
    grid.read.update((heading, column) for column in grid.entries[heading])
    grid.read.update((row, column) for row in rows for column, text in grid.entries[row].items() if column in sources or not is_number(text))
    excerpt.problems += doubt_figures(grid, heading, rows)
    return tuple(lines), set(rows.values())


def _role_of_row(excerpt: Excerpt, row: int) -> str | None:
    roles = [role for _, text in sorted(excerpt.grid.entries[row].items()) if (role := FUNDING_COLUMNS.role(text)) in (*AMOUNTS, *POINTS)]
    return roles[0] if roles else None


def is_split_heading(entries: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """预算数 and 执行数 above 合计 | 省级 | 市县 each: sources of money below every amount."""
    parts = [text for column, text in below.items() if source_of(text) and _amount_above(entries, column)]
    return len(parts) > 2 and len(set(map(normalise, parts))) < len(parts) and not any(map(is_number, below.values()))


def _amount_above(entries: Mapping[int, str], column: int) -> str | None:
    """The amount that the nearest heading at or left of a column names."""
    nearest = max((place for place in entries if place <= column), default=None)
    return None if nearest is None else _amount_name(entries[nearest])


def read_split(excerpt: Excerpt, heading: int, end: int) -> tuple[tuple[Funding, ...], set[str]]:
    """The total row gives a line a source; in the rows below it the 合计 columns are read, for the source that the row names."""
    grid = excerpt.grid
    entries, below = grid.entries[heading], grid.entries[heading + 1]
    for text in (*entries.values(), *below.values()):
        excerpt.hear_unit(text)
    places = {(source_of(text) or "other", name): column for column, text in sorted(below.items()) if (name := _amount_above(entries, column))}
    sources = list(dict.fromkeys(source for source, _ in places))
    labels = {source: next(text for text in below.values() if source_of(text) == source) for source in sources if source != "other"}
    columns = heading_columns(grid, heading, FUNDING_COLUMNS, heading)
    lines: list[Funding] = []
    first = min(places.values())
    labels_of = {row: _named_source(grid.entries[row], first) for row in range(heading + 2, end)}
    tasks = any("任务" in text for text in entries.values()) and any(label and source_of(label[0]) == "total" for label in labels_of.values())
    named = {row: label for row, label in labels_of.items() if label and (not tasks or source_of(label[0]) == "total")}
    for row, (label, column) in named.items():
        for source in sources if source_of(label) == "total" else ["total"]:
            cells = {name: address(row, places[source, name]) for name in AMOUNTS if (source, name) in places}
            found = {name: _figure(excerpt, grid.take(row, places[source, name]), row, places[source, name], name) for name in cells}
            line = _line(source_of(label) if source == "total" else source, label if source == "total" else labels.get(source, source), found, cells)
            found_points = columns.row(grid, row, AMOUNTS) if source == "total" else {}
            lines.append(with_points(excerpt, found_points, dict.fromkeys(POINTS, row), line))
        grid.read.add((row, column))
    grid.read.update((row, column) for row in (heading, heading + 1) for column in grid.entries[row])
    excerpt.problems += doubt_figures(grid, heading, list(named) if tasks else range(heading + 2, end))
    return tuple(lines), {name for _, name in places}


def _named_source(entries: Mapping[int, str], first: int) -> Cell | None:
    """What names the money of a row: the right-most source left of its amounts. Rows of 任务 tell what the total was spent on."""
    return next(((text, at) for at, text in sorted(entries.items(), reverse=True) if at < first and source_of(text)), None)


def with_points(excerpt: Excerpt, found: Mapping[str, Cell], rows: Mapping[str, int], line: Funding) -> Funding:
    """The line with its 分值, 得分 and 执行率: `found` is where each stands, `rows` the row of each."""
    cells = dict(line.cells)
    base = line.revised_budget if line.revised_budget is not None else line.initial_budget
    weight = excerpt.points(found, rows.get("weight", 0), "weight", cells)
    score = excerpt.points(found, rows.get("score", 0), "score", cells)
    rate = stated_rate(excerpt, found, rows.get("execution_rate_stated", 0), cells, ratio(line.executed, base), ratio(score, weight))
    return replace(line, weight=weight, score=score, execution_rate_stated=rate, cells=cells)


def inline_rows(excerpt: Excerpt, rows: Iterable[int]) -> list[int]:
    """The rows that hold labels with their amounts, in the same cell or the next, from the first 预算数 or 执行数 on."""
    found = [row for row in rows if _labelled(excerpt.grid.entries[row])]
    amounts = [row for row in found if any(_amount_name(label) for _, label, _, _ in _labelled(excerpt.grid.entries[row]))]
    return [row for row in found if amounts and row >= amounts[0]]


def _labelled(entries: Mapping[int, str]) -> list[tuple[int, str, str, int]]:
    """Column and text of each label with the text and column of its amount."""
    pairs = labelled_pairs(entries)
    found = []
    for column, text in sorted(entries.items()):
        match = LABELLED_AMOUNT.match(normalise(text))
        if match:
            found.append((column, match.group("label"), match.group("value"), column))
        elif column in pairs:
            found.append((column, text, entries[pairs[column]], pairs[column]))
    return found


def _amount_name(label: str) -> str | None:
    role = FUNDING_COLUMNS.role(label)
    return role if role in AMOUNTS else None


def read_inline(excerpt: Excerpt, rows: list[int]) -> tuple[tuple[Funding, ...], set[str]]:
    """预算数 and 执行数 name the columns they stand in; a source below one of them gives its part of that amount."""
    meaning: dict[int, str] = {}
    figures: dict[str, dict[str, tuple[Decimal | None, str | None]]] = {}
    labels: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    points: dict[str, Cell] = {}
    point_rows: dict[str, int] = {}
    for row in rows:
        entries = excerpt.grid.entries[row]
        for text in entries.values():
            excerpt.hear_unit(text)
        excerpt.grid.read.update((row, column) for column, text in entries.items() if not is_number(text))
        sources = any(normalise(text).startswith("资金来源") for text in entries.values())
        for column, label, value, place in _labelled(entries):
            name = _amount_name(label)
            if (point := FUNDING_COLUMNS.role(label)) in POINTS and point not in points:
                points[point], point_rows[point] = (value, place), row
                excerpt.grid.read.add((row, place))
                continue
            if name:
                meaning[column] = name
            source = "total" if name else source_of(label)
            amount = next((known for known in meaning.values() if known != "executed"), None) if sources else meaning.get(column)
            if source is None or amount is None or amount in figures.get(source, ()):
                excerpt.grid.read.discard((row, column))
                continue
            excerpt.grid.read.add((row, place))
            labels.setdefault(source, one_line(label) or source)
            figures.setdefault(source, {})[amount] = _figure(excerpt, value, row, place, amount)
            cells.setdefault(source, {})[amount] = address(row, place)
    excerpt.problems += doubt_figures(excerpt.grid, rows[0], rows)
    lines = [_line(source, labels[source], figures[source], cells[source]) for source in figures]
    return tuple(with_points(excerpt, points, point_rows, line) if line.source == "total" else line for line in lines), set(meaning.values())


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


_WHOLE_PERIOD = re.compile(r"实施期|中期|项目总")


def read_labelled_amounts(excerpt: Excerpt, rows: range) -> tuple[tuple[Funding, ...], set[str]]:
    """The funding of a form that sets targets: a label and the budget beside it, a line a source.

    Where the amounts of the whole period stand beside those of the year, those of the year are read.
    """
    found = [(row, *pair) for row in rows for pair in _labels_with_amounts(excerpt.grid.entries[row])]
    tops: dict[int, str] = {}
    for _, column, label, _, _ in found:
        tops.setdefault(column, label)
    columns = [column for column, label in tops.items() if source_of(label) == "total" and not _WHOLE_PERIOD.search(label)]
    if not columns:
        return (), set()
    lines = []
    for row, column, label, text, place in found:
        if column == columns[0]:
            figures = {"initial_budget": _figure(excerpt, text, row, place, "initial_budget")}
            cells = {"label": address(row, column), "initial_budget": address(row, place)}
            lines.append(_line(source_of(label) or "other", label, figures, cells))
            excerpt.grid.read.update([(row, column), (row, place)])
    return tuple(lines), {"initial_budget"}


def _labels_with_amounts(entries: Mapping[int, str]) -> list[tuple[int, str, str, int]]:
    """Column and text of each source of money in a row, with the text and column of its amount."""
    pairs = []
    columns = sorted(entries)
    for column, following in itertools.zip_longest(columns, columns[1:]):
        match = LABELLED_AMOUNT.match(normalise(entries[column]))
        label = match.group("label") if match else entries[column]
        if source_of(label) is None or HEAD_LABELS.role(label) is not None:
            continue
        if match:
            pairs.append((column, label, match.group("value"), column))
        elif following is not None and is_number(entries[following]):
            pairs.append((column, label, entries[following], following))
    return pairs
