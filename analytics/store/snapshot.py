"""Reading a snapshot. A cursor for every query: a connection shared by threads hands out other threads' rows.

Whoever is bound to some districts reads through views of the same names that hold nothing else: no query can forget it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow as pa

from analytics.access import EVERYTHING, Scope
from analytics.errors import SnapshotDamaged
from analytics.store.scoped import connect_scoped

logger = logging.getLogger(__name__)

READ_ONLY = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
    "late_materialization_max_rows": 1000,  # a page of a table: its rows are fetched when it is known which they are
}
BESIDE = "beside"  # the database in memory that holds what is kept beside a snapshot
MOST_KEPT = 4
_keeping = threading.Lock()
DAMAGED = "damaged-"  # how the name of a snapshot begins that was put aside
# How DuckDB says that bytes are not what was written; it compares a checksum of every block it reads.
DAMAGE = ("Corrupt database file", "Could not read enough bytes", "not a valid DuckDB database file", "Failed to deserialize", "Failed to load metadata")


@dataclass(frozen=True)
class Snapshot:
    """One version of the data, opened read-only. (version, revision) is an exact cache key."""

    version: str
    revision: int  # of the ledger
    path: Path
    _connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False, hash=False)
    scope: Scope = EVERYTHING

    @property
    def whole(self) -> Snapshot:
        """The same version without bounds, for the program's own work."""
        return self if self.scope == EVERYTHING else open_snapshot(self.path, self.version, self.revision)

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of a query as an Arrow table, decimals exact; values are bound as $name."""
        with self._read(sql, parameters) as cursor:
            return cursor.to_arrow_table()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pandas.DataFrame:
        """The rows of a query as a pandas frame; decimals become floats."""
        with self._read(sql, parameters) as cursor:
            return cursor.df()

    @contextmanager
    def _read(self, sql: str, parameters: Mapping[str, Any] | None) -> Iterator[duckdb.DuckDBPyConnection]:
        with _damage_put_aside(self.path), self._connection.cursor() as cursor:
            yield cursor.execute(sql, dict(parameters) if parameters else None)

    def kept(self, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Keep the rows of a query in memory beside the snapshot, once; returns what to call them in a query. The latest few stay."""
        with _damage_put_aside(self.path), _keeping, self._connection.cursor() as cursor:
            cursor.execute(f"attach if not exists ':memory:' as {BESIDE} (read_write)")
            held = [
                found for (found,) in cursor.execute(f"select table_name from duckdb_tables() where database_name = '{BESIDE}' order by table_oid").fetchall()
            ]
            if name not in held:
                cursor.execute(f"create table {BESIDE}.main.{name} as {sql}", dict(parameters or {}))
                for old in held[: len(held) + 1 - MOST_KEPT]:
                    cursor.execute(f"drop table {BESIDE}.main.{old}")
        return f"{BESIDE}.main.{name}"

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection behind it, for those who keep a cursor of their own over many queries."""
        return self._connection

    @cached_property
    def empty(self) -> bool:
        """Whether no form is stored at all."""
        return not self.table("select exists(select 1 from form) as filled")["filled"][0].as_py()

    @property
    def damaged(self) -> list[dict[str, str]]:
        """The active batches that are not what was stored and count for nothing here: batch_id, file, why."""
        return self.table("select batch_id, file, why from damaged_batch order by batch_id").to_pylist()


_lock = threading.Lock()
_connections: dict[tuple[Path, Scope], Snapshot] = {}
_opened: dict[Path, int] = {}  # the file number of the snapshot that a connection was opened on
MOST_SCOPES = 64


def open_snapshot(path: Path, version: str, revision: int, scope: Scope = EVERYTHING) -> Snapshot:
    """The snapshot at `path`. One connection a store and scope is kept in this process; who holds an older one keeps it alive.

    Raises SnapshotDamaged where the file is not what was written.
    """
    with _lock:
        kept = _connections.get((path.parent, scope))
        if kept is None or kept.path != path:
            _opened[path] = os.stat(path).st_ino
            with _damage_put_aside(path):
                kept = Snapshot(version, revision, path, _connected(path, scope), scope)
        elif (kept.version, kept.revision) != (version, revision):
            kept = replace(kept, version=version, revision=revision)
        _connections[path.parent, scope] = kept
        while len(_connections) > MOST_SCOPES:
            _connections.pop(next(iter(_connections)))
    return kept


def _connected(path: Path, scope: Scope) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True, config=READ_ONLY) if scope == EVERYTHING else connect_scoped(path, scope)


@contextmanager
def _damage_put_aside(path: Path) -> Iterator[None]:
    """A snapshot found damaged gets another name: the next opening builds it again from the batches."""
    try:
        yield
    except duckdb.Error as error:
        if not any(words in str(error) for words in DAMAGE):
            raise
        for place in [one for one in list(_connections) if one[0] == path.parent]:
            _connections.pop(place, None)
        try:
            if _opened.get(path) == os.stat(path).st_ino:  # else another process has built it again already
                os.replace(path, path.with_name(DAMAGED + path.name))
        except OSError:  # it is gone already, or a reader holds it where names of open files cannot change
            pass
        logger.error("snapshot %s is damaged and put aside: %s", path.name, str(error).splitlines()[0])
        raise SnapshotDamaged from error


@contextmanager
def apart(path: Path, version: str, scope: Scope = EVERYTHING) -> Iterator[Snapshot]:
    """A snapshot file that is looked at once, on a connection of its own (revision 0: it is no key of any cache)."""
    with _connected(path, scope) as connection:
        yield Snapshot(version, 0, path, connection, scope)


def forget(directory: Path) -> None:
    """Let go of the connections kept for a store, so that its files can be removed."""
    with _lock:
        for key in [key for key in _connections if key[0] == directory]:
            del _connections[key]
