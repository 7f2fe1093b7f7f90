"""Builds a snapshot file from the Parquet of batches, by SQL only, beside the one in use."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from analytics.engine import build_marts, on_spark
from analytics.store.batch import BatchInfo, files_of
from analytics.store.columns import SCHEMAS
from analytics.store.durable import BEING_BUILT, sync_directory, sync_file
from analytics.store.letters import LETTERS, keep_letters
from analytics.store.project_classes import STATEMENT, WORDS, classify_names

HERE = Path(__file__).parent
MARTS = "marts.sql"
SCRIPTS = ("schema.sql", "build.sql", MARTS)
NOTHING_DECIDED: Mapping[str, str] = {}


@cache
def schema_mark() -> str:
    """Names the layout of a snapshot: one built under another mark is built anew."""
    parts = (*SCRIPTS, WORDS.name, STATEMENT.name, LETTERS.name)
    return hashlib.sha256("\n".join((HERE / name).read_text("utf-8") for name in parts).encode()).hexdigest()[:12]


def build(
    path: Path,
    batches: Path,
    active: Sequence[BatchInfo],
    step: Callable[[str], None],
    classes: Mapping[str, str] = NOTHING_DECIDED,
    damaged: Mapping[str, str] = NOTHING_DECIDED,
) -> None:
    """Write the snapshot of these batches to `path`, whole or not at all. `classes`: project_id -> class, as persons decided.

    `damaged`: batch -> what is wrong with it; such a batch is named in the snapshot, and nothing of it is read.
    """
    beside = path.with_name(path.name + BEING_BUILT)
    for old in (beside, beside.with_name(beside.name + ".wal")):
        old.unlink(missing_ok=True)
    sound = [info for info in active if info.batch_id not in damaged]
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: [_empty(Path(folder), kind), *files_of(batches, [info.batch_id for info in sound], kind)] for kind in SCHEMAS}
        connection = duckdb.connect(str(beside), config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
        try:
            connection.begin()  # one transaction: a sync for each statement costs more than the statements
            connection.register("active_batches", _active(sound))
            connection.execute("create temp table active as select * from active_batches")
            _run(connection, files, classes)
            if damaged:
                told = [(info.batch_id, info.file, damaged[info.batch_id]) for info in active if info.batch_id in damaged]
                connection.executemany("insert into damaged_batch values (?, ?, ?)", told)
            connection.commit()
            connection.execute("checkpoint")
        finally:
            connection.close()
    if on_spark():
        build_marts(beside, (HERE / MARTS).read_text("utf-8"))
    sync_file(beside)
    step("snapshot-built")
    os.replace(beside, path)
    sync_directory(path.parent)
    step("snapshot-renamed")


def _run(connection: duckdb.DuckDBPyConnection, files: dict[str, list[str]], classes: Mapping[str, str]) -> None:
    for script in SCRIPTS:
        if script == MARTS and on_spark():
            return
        for statement in duckdb.extract_statements((HERE / script).read_text("utf-8")):
            connection.execute(statement, {name: files[name] for name in statement.named_parameters} or None)
        if script == "build.sql":
            classify_names(connection)
            keep_letters(connection)
            if classes:
                connection.executemany("insert into class_decision values (?, ?)", list(classes.items()))


def _empty(folder: Path, kind: str) -> str:
    """A file without rows: it gives every column of today, whatever older batches lack."""
    path = folder / f"{kind}.parquet"
    parquet.write_table(SCHEMAS[kind].empty_table(), path)
    return str(path)


def _active(batches: Sequence[BatchInfo]) -> pa.Table:
    ordered = sorted(batches, key=lambda info: (info.rank, info.sequence))
    columns = ("batch_id", "sequence", "sha256", "file", "imported_at", "imported_by", "forms", "problems", "replace_whole")
    types = {"imported_at": pa.timestamp("us"), "replace_whole": pa.bool_(), **dict.fromkeys(("sequence", "forms", "problems"), pa.int32())}
    data = {name: pa.array([getattr(info, name) for info in ordered], types.get(name, pa.string())) for name in columns}
    return pa.table({**data, "position": pa.array(range(1, len(ordered) + 1), pa.int32())})
