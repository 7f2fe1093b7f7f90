"""One project as its form: what was read, where it stands, what is doubtful, and the sheet itself.

Amounts are exact `Decimal` 万元 as stored. Nothing here is made safe for HTML: that is for whoever draws it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyarrow
from rapidfuzz import fuzz

from analytics.reading.records import Evidence, Funding, Indicator, Problem
from analytics.wording import NOTHING

PARTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "dossier_parts").glob("*.sql"))}
ROUNDING = Decimal("0.01")  # 万元, and points
SAME_NAME = 88  # of 100, after years and marks are taken out
MOST_ROWS, MOST_COLUMNS = 400, 40  # a drawing larger than this is cut: no form is


class Snapshot(Protocol):
    """What a dossier is asked of."""

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pyarrow.Table: ...


@dataclass(frozen=True)
class SheetCell:
    """One cell of a drawing with what it covers; `address` as on the sheet."""

    address: str
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Mention:
    """What another file says of the same project; amounts in 万元, `cells` field -> address."""

    kind: str
    name: str
    file: str
    sheet: str
    source: str | None
    revised_budget: Any
    executed: Any
    execution_rate_stated: float | None
    score: Any
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Dossier:
    """One project. `facts` holds the columns of the mart project and the form's own words; `drawing` its sheet, row by row."""

    project_id: str
    facts: Mapping[str, Any]
    cells: Mapping[str, str]  # field of the form -> address
    persons: Mapping[str, str]  # masked
    evidence: tuple[Evidence, ...]  # the places that settle the unit
    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    problems: tuple[Problem, ...]
    mentions: tuple[Mention, ...]
    drawing: tuple[tuple[SheetCell, ...], ...]

    @property
    def unit_corrected(self) -> bool:
        """Whether the amounts are not in the unit that is printed."""
        return self.facts["unit_status"] == "corrected"

    def against(self, mention: Mention) -> str:
        """What a mention says otherwise than the form, in words; a hundredth is rounding."""
        pairs = (("预算数", "budget_base", mention.revised_budget), ("执行数", "executed", mention.executed), ("得分", "score_stated", mention.score))
        known = [(label, self.facts[field], said) for label, field, said in pairs if said is not None and self.facts[field] is not None]
        differing = [label for label, own, said in known if abs(own - said) > ROUNDING]
        return f"{'、'.join(differing)}不一致" if differing else "一致" if known else NOTHING


def dossier(snapshot: Snapshot, project_id: str) -> Dossier | None:
    """The project of this id as its form; None when there is none."""
    found = _rows(snapshot, "form", project_id=project_id)
    if not found:
        return None
    facts = found[0]
    form_id = facts["form_id"]
    return Dossier(
        project_id=project_id,
        facts=facts,
        cells=_mapping(facts["form_cells"]),
        persons=_mapping(facts["persons"]),
        evidence=tuple(Evidence(**item) for item in json.loads(facts["unit_evidence"] or "[]")),
        funding=tuple(Funding(**_with_cells(row)) for row in _rows(snapshot, "funding", form_id=form_id)),
        indicators=tuple(Indicator(**_with_cells(row)) for row in _rows(snapshot, "indicators", form_id=form_id)),
        problems=tuple(Problem(**row) for row in _rows(snapshot, "problems", form_id=form_id)),
        mentions=_mentions(snapshot, facts),
        drawing=_drawing(snapshot, facts),
    )


def _rows(snapshot: Snapshot, part: str, **values: Any) -> list[dict[str, Any]]:
    return snapshot.table(PARTS[part], values).to_pylist()


def _mapping(text: str | None) -> dict[str, str]:
    return json.loads(text) if text else {}


def _with_cells(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "cells": _mapping(row["cells"])}


def plain_name(name: str | None) -> str:
    """A project's name without years, blanks and marks, to find it again elsewhere."""
    return re.sub(r"[\s“”\"'‘’（）()《》·—-]|(19|20)\d\d年度?", "", name or "")


def _same(name: str | None, other: str | None) -> bool:
    one, two = plain_name(name), plain_name(other)
    return bool(one) and (one == two or fuzz.ratio(one, two) >= SAME_NAME)


def _mentions(snapshot: Snapshot, facts: Mapping[str, Any]) -> tuple[Mention, ...]:
    rows = _rows(snapshot, "mentions", department=facts["department"], fiscal_year=facts["fiscal_year"])
    return tuple(
        Mention(
            kind=row["kind"], name=row["name"], file=row["file"], sheet=row["sheet"], source=row["note"], revised_budget=row["revised_budget"],
            executed=row["executed"], execution_rate_stated=row["execution_rate_stated"], score=row["score"], cells=_mapping(row["cells"]),
        )
        for row in rows if _same(row["name"], facts["name"])
    )  # fmt: skip


# ---- the sheet


def place(address: str) -> tuple[int, int]:
    """Row and column of a cell, both from 1: `F7` is (7, 6). Raises ValueError for what is no address."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", address.strip())
    if not found:
        raise ValueError(f"not a cell: {address}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def area(text: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of `A1:I22` (or of a single cell)."""
    first, _, last = text.partition(":")
    return (*place(first), *place(last or first))


def address(row: int, column: int) -> str:
    """The cell's name: (7, 6) is `F7`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _drawing(snapshot: Snapshot, facts: Mapping[str, Any]) -> tuple[tuple[SheetCell, ...], ...]:
    where = {"batch_id": facts["batch_id"], "sheet": facts["sheet"]}
    texts = {row["cell"]: row["text"] for row in _rows(snapshot, "sheet_cells", **where)}
    merges = [row["range"] for row in _rows(snapshot, "sheet_merges", **where)]
    return drawn(facts["range"], texts, merges)


def drawn(extent: str, texts: Mapping[str, str], merges: list[str]) -> tuple[tuple[SheetCell, ...], ...]:
    """The cells of a range row by row; a merged range is one cell, what it covers is left out."""
    top, left, bottom, right = area(extent)
    bottom, right = min(bottom, top + MOST_ROWS), min(right, left + MOST_COLUMNS)
    spans, covered = _spans(merges, (top, left, bottom, right))
    rows = []
    for row in range(top, bottom + 1):
        here = [(row, column) for column in range(left, right + 1) if (row, column) not in covered]
        rows.append(tuple(SheetCell(address(*spot), texts.get(address(*spot), ""), *spans.get(spot, (1, 1))) for spot in here))
    return tuple(rows)


def _spans(merges: list[str], extent: tuple[int, int, int, int]) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """First cell -> (rows, columns) of each merge that touches the extent, cut to it; and the cells they cover."""
    top, left, bottom, right = extent
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merge in merges:
        first_row, first_column, last_row, last_column = area(merge)
        last_row, last_column = min(last_row, bottom), min(last_column, right)
        if first_row < top or first_column < left or last_row < first_row or last_column < first_column:
            continue
        spans[(first_row, first_column)] = (last_row - first_row + 1, last_column - first_column + 1)
        covered |= {(row, column) for row in range(first_row, last_row + 1) for column in range(first_column, last_column + 1)}
    return spans, covered - set(spans)
