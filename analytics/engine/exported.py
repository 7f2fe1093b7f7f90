"""Tables of a snapshot as Parquet, for an engine that cannot read DuckDB's own files: each written once, when first asked for."""

from __future__ import annotations

import hashlib
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb

FOLDERS = {"year": "fiscal_year", "place": "left(md5(coalesce(district, '')), 8)"}
"""Folders of ASCII alone: whether a machine can open others depends on its locale. Year and district stand in the files too:
their footers tell what a question can skip."""
MOST_FOLDERS = 1000
"""Years × districts up to which each is a folder of its own; with more, years alone are, sorted by district. Small files cost more than they spare."""
_writing = threading.Lock()


@dataclass(frozen=True)
class Exported:
    """A table as Parquet: its folder, and its columns with their types of DuckDB in the order of the table."""

    folder: Path
    columns: tuple[tuple[str, str], ...]


def exported(snapshot: Path, table: str, folder: Path) -> Exported:
    """The Parquet of a table of a snapshot file under `folder`; it is written where it is not there."""
    place = _own(snapshot, folder) / table
    with _writing, duckdb.connect() as connection:
        connection.execute(f"attach {_text(str(snapshot))} as data (read_only)")
        described = connection.execute(
            "select column_name, data_type from duckdb_columns() where database_name = 'data' and table_name = ? order by column_index", [table]
        ).fetchall()
        if described and not place.exists():
            _write(connection, table, {name for name, _ in described}, place)
    return Exported(place, tuple(described))


def _own(snapshot: Path, folder: Path) -> Path:
    """The folder of this very file; those of files of the same store that are gone are removed."""
    state = snapshot.stat()
    store = folder / hashlib.sha256(str(snapshot.parent).encode()).hexdigest()[:8]
    own = store / f"{snapshot.name}-{state.st_ino:x}-{state.st_mtime_ns:x}"
    if not own.exists():
        own.mkdir(parents=True)
        for other in store.iterdir():
            if not (snapshot.parent / other.name.rsplit("-", 2)[0]).exists():
                shutil.rmtree(other, ignore_errors=True)
    return own


def _write(connection: duckdb.DuckDBPyConnection, table: str, columns: set[str], place: Path) -> None:
    beside = place.with_name(place.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    added = _folders(connection, table, columns)
    if added:
        to = f"{_text(str(beside))} (format parquet, partition_by ({', '.join(added)}), overwrite_or_ignore)"
    else:
        to = f"{_text(str(beside / 'all.parquet'))} (format parquet)"
    more = "".join(f", {words} as {name}" for name, words in added.items())
    connection.execute(f'copy (select *{more} from data.main."{table}"{" order by district" if added else ""}) to {to}')
    beside.replace(place)


def _folders(connection: duckdb.DuckDBPyConnection, table: str, columns: set[str]) -> dict[str, str]:
    """The parts of the path, with the expressions that they stand for, of a table that has a year and a district."""
    if not columns.issuperset(("fiscal_year", "district")):
        return {}
    places, rows = connection.execute(f'select count(distinct (fiscal_year, district)), count(*) from data.main."{table}"').fetchone()
    return (FOLDERS if places <= MOST_FOLDERS else {"year": FOLDERS["year"]}) if rows else {}


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
