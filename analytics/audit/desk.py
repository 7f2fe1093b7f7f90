"""The desk on which rules work: one cursor over a snapshot, with the tables and macros of desk.sql."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from analytics.audit.cards import RULES
from analytics.audit.finding import Place

HERE = Path(__file__).parent
INDICATOR_COLUMNS = (
    "form_id, line, batch_id, file, sheet, record_key, district, department, fiscal_year, name, level2, level3, target, actual,"
    " direction, target_value, actual_value, weight, score, applicable, deviation_reason, dimension, facet, cells"
)
"""What rules read of the indicators of a form: every column costs, with a million of them."""
TABLES = ("evaluated", "measured", "line", "document")


class Desk:
    """Rows of a snapshot for rules; use it in one thread only.

    With `departments` (an empty text: records of no department) its tables hold those alone. `ready`: tables are made
    once, as some sixty rules read them; for a few rules views cost less.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, departments: Collection[str] | None = None, ready: bool = True) -> None:
        self._cursor = connection.cursor()
        self._filled: dict[str, dict[str, int]] = {}
        self._counted = "" if departments is None else "every_"  # whether a rule can run is told by the whole snapshot
        self._cursor.execute((HERE / "desk.sql").read_text("utf-8"))
        for name in TABLES:
            if departments is not None:
                own = "where coalesce(department, '') in (select unnest($departments::varchar[]))"
                self._cursor.execute(f"create or replace temp table {name} as select * from every_{name} {own}", {"departments": list(departments)})
            else:
                kind = "table" if ready and name != "document" else "view"
                self._cursor.execute(f"create or replace temp {kind} {name} as select * from every_{name}")

    def close(self) -> None:
        self._cursor.close()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query; values are bound as $name."""
        found = self._cursor.execute(sql, dict(parameters) if parameters else None).to_arrow_table()
        names = found.column_names
        return [dict(zip(names, row)) for row in zip(*(column.to_pylist() for column in found.columns))]  # the table's own to_pylist takes a fifth longer

    @cached_property
    def forms(self) -> list[dict[str, Any]]:
        """Self-evaluations, one row each (table `evaluated`)."""
        return self.rows("select * from evaluated order by district, department, fiscal_year, name, form_id")

    @cached_property
    def funding(self) -> dict[str, list[dict[str, Any]]]:
        """The funding lines of each form."""
        return self._by_form("select funding.* from funding semi join evaluated using (form_id) order by form_id, line")

    def forms_with(self, condition: str) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Each form of which an indicator (table `measured`) meets this SQL condition, with all its indicators.

        The database chooses: no rule walks through all indicators, of which there may be a million.
        """
        lines = self._by_form(
            f"select {INDICATOR_COLUMNS} from measured where form_id in (select form_id from measured where {condition}) order by form_id, line"
        )
        return ((row, lines[row["form_id"]]) for row in self.forms if row["form_id"] in lines)

    def indicators_of(self, forms: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """The indicators of these forms, by form."""
        ids = [row["form_id"] for row in forms]
        sql = f"select {INDICATOR_COLUMNS} from measured where form_id in (select unnest($ids)) order by form_id, line"
        return self._by_form(sql, {"ids": ids}) if ids else {}

    def _by_form(self, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, list[dict[str, Any]]]:
        grouped: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows(sql, parameters):
            grouped.setdefault(row["form_id"], []).append(row)
        return grouped

    def filled(self, need: str) -> int:
        """How many values a card's need (table.column, table:kind.column) has."""
        source, _, column = need.partition(".")
        if source not in self._filled:
            asked = {need for card in RULES.values() for need in card.needs} | {need}
            self._filled[source] = self._count(source, sorted({one.partition(".")[2] for one in asked if one.partition(".")[0] == source}))
        return self._filled[source][column]

    def _count(self, source: str, columns: Sequence[str]) -> dict[str, int]:
        """Values in each of these columns, counted in one go."""
        table, _, kind = source.partition(":")
        own = f"{self._counted}{table}" if table in TABLES else table
        counts = ", ".join(f'count("{column}") as "{column}"' for column in columns)
        sql = f"select {counts} from {own}" + (" where kind = $kind" if kind else "")
        return self.rows(sql, {"kind": kind} if kind else None)[0]

    def texts(self, wanted: Iterable[Place]) -> dict[tuple[str, str, str], str]:
        """What the sheets show at these places, by batch, sheet and cell."""
        keys = {(place.batch_id, place.sheet, place.cell) for place in wanted}
        if not keys:
            return {}
        batches, sheets, cells = (list(column) for column in zip(*keys, strict=True))
        sql = """
            with asked as (select unnest($batches) as batch_id, unnest($sheets) as sheet, unnest($cells) as cell)
            select batch_id, sheet, cell, text from sheet_cell join asked using (batch_id, sheet, cell)
        """
        found = self.rows(sql, {"batches": batches, "sheets": sheets, "cells": cells})
        return {(row["batch_id"], row["sheet"], row["cell"]): row["text"] for row in found}
