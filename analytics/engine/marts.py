"""Marts built on Spark from the tables of a snapshot, by the same script, and taken into the snapshot that the dashboard reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from analytics.engine import dialect, folder_of
from analytics.engine.spark import SparkTables

NOTHING = " with no data"
"""Makes a table of the types that DuckDB gives; the rows come from Spark."""


def build_marts(snapshot: Path, script: str) -> None:
    """Fill a snapshot file that holds every table with the marts that a script makes, each worked out on Spark."""
    folder = folder_of(snapshot)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as own:
        made = _written(SparkTables(snapshot.resolve(), Path(own)), script, Path(own) / "marts")
        with duckdb.connect(str(snapshot)) as connection:
            _take(connection, script, made)


def _written(tables: SparkTables, script: str, folder: Path) -> dict[str, Path]:
    """The Parquet of each mart; one may rest on another."""
    made = {}
    for name, query in dialect.tables_made(script):
        made[name] = folder / name
        tables.write(name, query, made[name])
    return made


def _take(connection: duckdb.DuckDBPyConnection, script: str, made: Mapping[str, Path]) -> None:
    connection.begin()
    for statement, (name, folder) in zip(duckdb.extract_statements(script), made.items()):
        connection.execute(statement.query.strip().removesuffix(";") + NOTHING)
        connection.execute(f'insert into "{name}" by name select * from read_parquet($files)', {"files": f"{folder}/*.parquet"})
    connection.commit()
    connection.execute("checkpoint")
