"""The desk on which rules work: one cursor over a snapshot, with the tables and macros of desk.sql."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from analytics.audit.finding import Place

HERE = Path(__file__).parent


class Desk:
    """Rows of a snapshot for rules; use it in one thread only."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._cursor = connection.cursor()
        self._filled: dict[str, int] = {}
        self._cursor.execute((HERE / "desk.sql").read_text("utf-8"))

    def close(self) -> None:
        self._cursor.close()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query; values are bound as $name."""
        return self._cursor.execute(sql, dict(parameters) if parameters else None).to_arrow_table().to_pylist()

    @cached_property
    def forms(self) -> list[dict[str, Any]]:
        """Self-evaluations, one row each (table `evaluated`)."""
        return self.rows("select * from evaluated order by district, department, fiscal_year, name, form_id")

    @cached_property
    def funding(self) -> dict[str, list[dict[str, Any]]]:
        """The funding lines of each form."""
        return self._by_form("select funding.* from funding semi join evaluated using (form_id) order by form_id, line")

    @cached_property
    def indicators(self) -> dict[str, list[dict[str, Any]]]:
        """The indicators of each form (table `measured`)."""
        return self._by_form("select * from measured order by form_id, line")

    def _by_form(self, sql: str) -> dict[str, list[dict[str, Any]]]:
        grouped: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows(sql):
            grouped.setdefault(row["form_id"], []).append(row)
        return grouped

    def filled(self, need: str) -> int:
        """How many values a card's need (table.column, table:kind.column) has."""
        if need not in self._filled:
            self._filled[need] = self._count(need)
        return self._filled[need]

    def _count(self, need: str) -> int:
        table, _, column = need.partition(".")
        table, _, kind = table.partition(":")
        sql = f'select count("{column}") as filled from {table}' + (" where kind = $kind" if kind else "")
        return self.rows(sql, {"kind": kind} if kind else None)[0]["filled"]

    def texts(self, wanted: Iterable[Place]) -> dict[tuple[str, str, str], str]:
        """What the sheets show at these places, by batch, sheet and cell."""
        keys = sorted({(place.batch_id, place.sheet, place.cell) for place in wanted})
        if not keys:
            return {}
        batches, sheets, cells = (list(column) for column in zip(*keys, strict=True))
        sql = """
            with asked as (select unnest($batches) as batch_id, unnest($sheets) as sheet, unnest($cells) as cell)
            select batch_id, sheet, cell, text from sheet_cell join asked using (batch_id, sheet, cell)
        """
        found = self.rows(sql, {"batches": batches, "sheets": sheets, "cells": cells})
        return {(row["batch_id"], row["sheet"], row["cell"]): row["text"] for row in found}
