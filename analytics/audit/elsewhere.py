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


def asked_elsewhere(
    connection: duckdb.DuckDBPyConnection, made_of: Mapping[str, str], departments: Collection[str] | None
) -> Callable[[str], Rows] | None:
    """Who answers the rules in SQL in place of the desk's own cursor; None where DuckDB does, as for what stands in no file."""
    if not on_spark():
        return None
    file = connection.execute("select path from duckdb_databases() where not internal and path is not null").fetchone()
    return SparkDesk(Path(file[0]), made_of, departments).rows if file else None


class SparkDesk:
    """The tables of the desk on Spark, made when the first rule asks. `made_of`: each table with its query."""

    def __init__(self, snapshot: Path, made_of: Mapping[str, str], departments: Collection[str] | None) -> None:
        self._snapshot, self._made_of, self._departments = snapshot, made_of, departments

    @cached_property
    def _tables(self) -> Any:
        tables = tables_of_file(self._snapshot)
        tables.script(DESK.read_text("utf-8"))
        for name, query in self._made_of.items():
            own = "" if self._departments is None or name == "measured" else " where coalesce(department, '') in (select unnest(cast($departments as varchar[])))"
            tables.view(name, f"select * from ({query}) as every{own}", {"departments": list(self._departments or ())} if own else None)
        return tables

    def rows(self, sql: str) -> Rows:
        """What a rule finds, in the order of the documents: findings of one name are numbered in it."""
        return sorted(self._tables.rows(sql), key=_place)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    cells = re.findall(r'"([A-Z]+)([0-9]+)"', row.get("cells") or "")
    return (row["batch_id"], row["sheet"], min((int(number) for _, number in cells), default=0), row["field"], row["message"])
