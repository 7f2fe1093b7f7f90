"""A generated snapshot of any size, written by SQL in place of workbooks: for measuring questions, never sample data."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from analytics.store.build import HERE as STORE
from analytics.store.letters import keep_letters
from analytics.store.project_classes import classify_names
from bench.timing import ROOT

ROWS = Path(__file__).with_name("wide.sql")
KEPT = ROOT / "bench" / "out"
A_YEAR, YEARS, A_DISTRICT = 40, 5, 50
"""Projects of a department and year; years; departments of a district."""


def wide_snapshot(projects: int, folder: Path = KEPT) -> Path:
    """The snapshot of so many projects; made once for as long as what makes it is the same."""
    path = folder / f"wide-{projects}-{_mark()}.duckdb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"wide-{projects}-*"):
            old.unlink(missing_ok=True)
        beside = path.with_suffix(".making")
        with duckdb.connect(str(beside)) as connection:
            fill(connection, projects)
            connection.execute("checkpoint")
        beside.rename(path)
    return path


def fill(connection: duckdb.DuckDBPyConnection, projects: int) -> None:
    """The tables and marts of a snapshot of so many projects, in a database that is empty."""
    connection.execute("set preserve_insertion_order = false")
    connection.execute(_script("schema.sql"))
    departments = max(2, projects // (A_YEAR * YEARS))
    values = {"projects": projects, "departments": departments, "districts": max(2, departments // A_DISTRICT)}
    for statement in duckdb.extract_statements(ROWS.read_text("utf-8")):
        connection.execute(statement, {name: values[name] for name in statement.named_parameters} or None)
    classify_names(connection)
    keep_letters(connection)
    connection.execute(_script("marts.sql"))


def _script(name: str) -> str:
    return (STORE / name).read_text("utf-8")


def _mark() -> str:
    """Names what a snapshot is made by."""
    parts = [ROWS.read_text("utf-8"), _script("schema.sql"), _script("marts.sql")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
