"""The marts of a snapshot, made whole or mended: of a change only the departments that it touches are worked out again.

What marts.sql says of a department it says out of the records of that department alone, so that it can be run on those. A mart
without the column `department` looks at all of them together and is made anew; but of the facts only those are added up again that
departments touched by the change state, or stated.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import duckdb

from analytics.store.letters import keep_letters
from analytics.store.project_classes import classify_names

HERE = Path(__file__).parent
MARTS, TOUCHED, SLICE, NAMES, FACTS = ((HERE / f"{name}.sql").read_text("utf-8") for name in ("marts", "touched", "slice", "names", "facts"))
OVERALL = ("uneven_fact",)
"""Marts over all departments, by the column `fact`."""
CREATED = re.compile(r"create table (\w+)")


@cache
def _statements() -> tuple[tuple[str, str], ...]:
    """The name of each mart with the statement that makes it."""
    return tuple((CREATED.search(one.query)[1], one.query) for one in duckdb.extract_statements(MARTS))


def mart_over(name: str, rows: str) -> str:
    """What the mart of this name holds, as a statement over other projects than all: those of the table `rows`."""
    return dict(_statements())[name].partition(" as\n")[2].rstrip("; \n").replace("from project\n", f"from {rows}\n")


def make_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Work out what marts say of names: classes, and letters for the search."""
    classify_names(connection)
    keep_letters(connection)


def make_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every mart out of the tables that the connection looks up, and of the names in them."""
    for _, statement in _statements():
        connection.execute(statement)


def note_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Before build.sql: note which departments a change touches, and which names go with it."""
    connection.execute(TOUCHED)


def mend_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the marts of a changed snapshot in line with its tables, as far as the departments touched reach."""
    connection.execute("set search_path = 'memory.main,snapshot.main'")
    connection.execute(SLICE)
    make_names(connection)
    make_marts(connection)
    columns = "select table_name from duckdb_columns() where database_name = 'memory' and column_name = 'department'"
    by_department = {name for (name,) in connection.execute(columns).fetchall()}
    connection.execute(FACTS)
    connection.execute("set search_path = 'memory.after'")
    for name, statement in _statements():
        if name in OVERALL:
            connection.execute(statement)
    connection.execute("set search_path = 'snapshot.main'")
    connection.begin()
    connection.execute(NAMES)
    for name, statement in _statements():
        if name in by_department:
            connection.execute(f"delete from {name} where coalesce(department, '') in (select department from touched_department)")
            connection.execute(f"insert into {name} select * from memory.main.{name}")
        elif name in OVERALL:
            connection.execute(f"delete from {name} where fact in (select fact from touched_fact)")
            connection.execute(f"insert into {name} select * from memory.after.{name}")
        else:
            connection.execute(f"drop table {name}")
            connection.execute(statement)
    connection.commit()
