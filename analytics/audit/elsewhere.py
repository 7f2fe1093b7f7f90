"""The rules that are written in SQL, on the engine that the setting names: the tables of the desk once more, over there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from analytics.engine import on_spark, tables_of_file

DESK = Path(__file__).with_name("desk.sql")
Rows = list[dict[str, Any]]


def asked_elsewhere(connection: duckdb.DuckDBPyConnection, made_of: Mapping[str, str], departments: Collection[str] | None) -> Callable[[str], Rows] | None:
    """Who answers the rules in SQL in place of the desk's own cursor; None where DuckDB does, as for what stands in no file.

    Spark is always asked about every department; what a rule says of others is left out.
    """
    if not on_spark():
        return None
    file = connection.execute("select path from duckdb_databases() where not internal and path is not null").fetchone()
    if file is None:
        return None
    desk = SparkDesk(tables_of_file(Path(file[0])), made_of)
    if departments is None:
        return desk.rows
    return lambda sql: [row for row in desk.rows(sql) if (row["department"] or "") in departments]


class SparkDesk:
    """The tables of the desk on Spark, made when the first rule asks. `made_of`: each table with its query."""

    def __init__(self, tables: Any, made_of: Mapping[str, str]) -> None:
        self._bare, self._made_of = tables, made_of

    @cached_property
    def _tables(self) -> Any:
        self._bare.script(DESK.read_text("utf-8"))
        for name, query in self._made_of.items():
            self._bare.view(name, query)
        return self._bare

    def rows(self, sql: str) -> Rows:
        """What a rule finds, in the order of the documents: findings of one name are numbered in it."""
        return sorted(self._tables.rows(sql), key=_place)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    lines = re.findall(r'"[A-Z]+([0-9]+)"', row["cells"] or "")
    return (row["batch_id"], row["sheet"], min(map(int, lines), default=0), row["field"], row["message"])
