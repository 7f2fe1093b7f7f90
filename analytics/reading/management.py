"""Rows between funding and goals that score how the money was managed (资金管理情况: 情况说明, 分值, 得分)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analytics.reading.excerpt import Excerpt
from analytics.reading.grid import address
from analytics.reading.headings import Columns, heading_columns
from analytics.reading.meanings import MANAGED, meanings
from analytics.reading.records import Indicator
from analytics.reading.values import normalise, one_line
from analytics.reading.vocabulary import INDICATOR_COLUMNS, MANAGEMENT_LABEL


def read_management(excerpt: Excerpt, rows: range) -> list[Indicator]:
    """The scored rows as indicators; nothing where they only say in words how the money was managed."""
    grid = excerpt.grid
    meant = meanings(grid)
    managed = [row for row in rows if meant[row] & MANAGED]
    heading = next((row for row in rows if managed and row < managed[0] and _scores(grid.entries[row].values())), None)
    if heading is None:
        return []
    columns = heading_columns(grid, heading, INDICATOR_COLUMNS, heading)
    name = one_line(grid.text(*grid.anchor(heading, min(grid.entries[heading]))))
    return [found for row in managed for found in _read(excerpt, columns, row, name)]


def _is_label(text: str) -> bool:
    return bool(MANAGEMENT_LABEL.match(normalise(text)))


def _scores(texts: Iterable[str]) -> bool:
    texts = list(texts)
    return {"weight", "score"} <= INDICATOR_COLUMNS.roles(texts) and any("管理" in text or "情况说明" in text for text in texts)


def _read(excerpt: Excerpt, columns: Columns, row: int, name: str | None) -> Iterator[Indicator]:
    grid = excerpt.grid
    column, label = next((column, text) for column, text in sorted(grid.entries[row].items(), reverse=True) if _is_label(text))
    found = columns.row(grid, row)
    cells = {"level3": address(row, column)}
    weight, score = excerpt.points(found, row, "weight", cells), excerpt.points(found, row, "score", cells)
    grid.read.add((row, column))
    if weight is not None or score is not None:
        yield Indicator(level1=name, level3=one_line(label), weight=weight, score=score, cells=cells)
