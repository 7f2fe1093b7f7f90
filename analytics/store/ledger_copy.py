"""The whole ledger carried from one database to another. Backups hold it as one SQLite file, whatever it is kept in; so it also moves.

Rows are carried table by table, as every database knows them; between two SQLite files the pages are copied instead.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from analytics.store import account_tables, case_tables, saved_views, trail, use_table  # noqa: F401 (their tables belong to the ledger)
from analytics.store.ledger import Ledger, metadata

LEDGER = "ledger.sqlite"
ROWS = 1000  # carried at a time
TABLES = (*metadata.sorted_tables, *trail.own.sorted_tables)


def copy_out(ledger: Ledger, file: Path) -> None:
    """Write the ledger as of one moment into a file, while others go on writing."""
    if ledger.in_file:
        _copy_file(ledger.in_file, file)
        return
    copy = Ledger(f"sqlite:///{file}")
    copy.migrate()
    with ledger.engine.connect().execution_options(isolation_level="REPEATABLE READ") as source, copy.engine.begin() as target:
        _carry(source, target)
    copy.close()


def copy_in(file: Path, ledger: Ledger) -> None:
    """Replace everything in the ledger by what the file holds, in one transaction; the file is of this program's layout."""
    if ledger.in_file:
        _copy_file(file, ledger.in_file)
        return
    kept = Ledger(f"sqlite:///{file}")
    with kept.engine.connect() as source, ledger.engine.begin() as target:
        target.execute(sa.text("alter table trail disable trigger user"))
        _carry(source, target)
        target.execute(sa.text("alter table trail enable trigger user"))
        for table in TABLES:
            _go_on_counting(target, table)
    kept.close()


def _copy_file(source: Path, target: Path) -> None:
    """A consistent copy while others write; into an existing ledger it replaces everything in one transaction."""
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target, timeout=30)) as writer:
        reader.backup(writer)


def _carry(source: sa.Connection, target: sa.Connection) -> None:
    for table in reversed(TABLES):
        if target.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)):
            target.execute(table.delete())
    for table in TABLES:
        for rows in source.execute(sa.select(table)).mappings().partitions(ROWS):
            target.execute(table.insert(), [dict(row) for row in rows])


def _go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """Numbers that the database gives go on after those that were carried."""
    column = table.autoincrement_column
    if column is None:
        return
    counter = sa.func.pg_get_serial_sequence(table.name, column.name)
    connection.execute(sa.select(sa.func.setval(counter, sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery(), False)))
