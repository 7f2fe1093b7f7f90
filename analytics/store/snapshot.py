"""Reading a snapshot. A cursor for every query: a connection shared by threads hands out other threads' rows."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow as pa

READ_ONLY = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}


@dataclass(frozen=True)
class Snapshot:
    """One version of the data, opened read-only. (version, revision) is an exact cache key."""

    version: str
    revision: int  # of the ledger
    path: Path
    _connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False, hash=False)

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of a query as an Arrow table, decimals exact; values are bound as $name."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, dict(parameters) if parameters else None).to_arrow_table()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pandas.DataFrame:
        """The rows of a query as a pandas frame; decimals become floats."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, dict(parameters) if parameters else None).df()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection behind it, for those who keep a cursor of their own over many queries."""
        return self._connection

    @property
    def empty(self) -> bool:
        """Whether no form is stored at all."""
        return not self.table("select exists(select 1 from form) as filled")["filled"][0].as_py()


_lock = threading.Lock()
_connections: dict[Path, tuple[Path, duckdb.DuckDBPyConnection]] = {}


def open_snapshot(path: Path, version: str, revision: int) -> Snapshot:
    """The snapshot at `path`. One connection a store is kept in this process; who holds an older one keeps it alive."""
    with _lock:
        kept = _connections.get(path.parent)
        if kept is None or kept[0] != path:
            kept = (path, duckdb.connect(str(path), read_only=True, config=READ_ONLY))
            _connections[path.parent] = kept
    return Snapshot(version, revision, path, kept[1])


@contextmanager
def apart(path: Path, version: str) -> Iterator[Snapshot]:
    """A snapshot file that is looked at once, on a connection of its own (revision 0: it is no key of any cache)."""
    with duckdb.connect(str(path), read_only=True, config=READ_ONLY) as connection:
        yield Snapshot(version, 0, path, connection)


def forget(directory: Path) -> None:
    """Let go of the connection kept for a store, so that its files can be removed."""
    with _lock:
        _connections.pop(directory, None)
