"""Builds a snapshot file from the Parquet of batches, by SQL only, beside the one in use.

What came and went since the last snapshot is put into a copy of it and taken out of it; where there is none to go on from, or
most of it is touched, everything is built from the beginning, by the same statements: then every batch is one that came.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from analytics.engine import build_marts, on_spark
from analytics.settings import setting
from analytics.store.batch import BatchInfo, files_of
from analytics.store.columns import SCHEMAS
from analytics.store.durable import BEING_BUILT, sync_directory, sync_file
from analytics.store.letters import LETTERS
from analytics.store.marts import MARTS, make_marts, make_names, mend_marts, note_touched
from analytics.store.project_classes import STATEMENT, WORDS
from analytics.store.soundness import damage

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
SCRIPTS = ("schema.sql", "records.sql", "build.sql", "marts.sql")
NOTHING_DECIDED: Mapping[str, str] = {}
MOST = 0.5
"""Share of the forms from which on a change is built from the beginning: that also leaves nothing of what was deleted in the file."""
LEAST = 4_000_000
"""Bytes of a snapshot (some 400 forms) below which building from the beginning takes less time than looking for what changed."""
CAME = ("batch_id", "sequence", "sha256", "file", "imported_at", "imported_by", "forms", "problems", "replace_whole")
WHOLE_NUMBERS = ("sequence", "forms", "problems")


class TooMuch(Exception):
    """The change is better built from the beginning, or cannot be built otherwise."""


@cache
def schema_mark() -> str:
    """Names the layout of a snapshot: one built under another mark is built anew."""
    parts = (*SCRIPTS, WORDS.name, STATEMENT.name, LETTERS.name)
    return hashlib.sha256("\n".join((HERE / name).read_text("utf-8") for name in parts).encode()).hexdigest()[:12]


def build(
    path: Path,
    batches: Path,
    held: Sequence[BatchInfo],
    step: Callable[[str], None],
    classes: Mapping[str, str] = NOTHING_DECIDED,
    before: Path | None = None,
) -> dict[str, str]:
    """Write the snapshot of these batches to `path`, whole or not at all. `classes`: project_id -> class, as persons decided.

    `before` is a snapshot of the same layout to go on from. Returns the batches that are not what was stored, with what is
    wrong with each: they are named in the snapshot, and nothing of them is read.
    """
    beside = path.with_name(path.name + BEING_BUILT)
    going_on = before is not None and before.exists() and before.stat().st_size >= LEAST and not on_spark()
    damaged = _carried_on(before, beside, batches, held, step, classes) if going_on else None
    if damaged is None:
        damaged = _from_the_beginning(beside, batches, held, classes)
    sync_file(beside)
    step("snapshot-built")
    os.replace(beside, path)
    sync_directory(path.parent)
    step("snapshot-renamed")
    return damaged


def _from_the_beginning(beside: Path, batches: Path, held: Sequence[BatchInfo], classes: Mapping[str, str]) -> dict[str, str]:
    _clear(beside)
    damaged = _damaged(batches, held)
    with _opened(beside, batches) as builder:
        builder.begin("snapshot.main")  # one transaction: a sync for each statement costs more than the statements
        builder.run("schema.sql")
        builder.put_in([info for info in held if info.batch_id not in damaged], [])
        builder.decide(classes)
        builder.name_damaged(held, damaged)
        make_names(builder.connection)
        if not on_spark():
            make_marts(builder.connection)
        builder.commit()
    if on_spark():
        build_marts(beside, MARTS)
    return damaged


def _carried_on(
    before: Path, beside: Path, batches: Path, held: Sequence[BatchInfo], step: Callable[[str], None], classes: Mapping[str, str]
) -> dict[str, str] | None:
    """The batches found damaged among those that came; None where everything is to be built from the beginning."""
    try:
        _clear(beside)
        shutil.copyfile(before, beside)
        step("snapshot-copied")
        with _opened(beside, batches) as builder:
            return _changed(builder, held, classes)
    except TooMuch as told:
        logger.info("%s", told)
    except duckdb.Error:
        logger.exception("the snapshot cannot be carried on from %s and is built from the beginning", before.name)
    return None


def _changed(builder: _Builder, held: Sequence[BatchInfo], classes: Mapping[str, str]) -> dict[str, str]:
    known = builder.known()
    came = [info for info in held if info.batch_id not in known]
    damaged = _damaged(builder.batches, came)
    came = [info for info in came if info.batch_id not in damaged]
    gone = sorted(known.keys() - {info.batch_id for info in held})
    moved = sum(info.forms for info in came) + sum(known[batch_id] for batch_id in gone)
    if moved >= MOST * sum(info.forms for info in held):
        raise TooMuch(f"{moved} forms come or go")
    builder.begin("snapshot.main")
    builder.put_in(came, gone)
    builder.decide(classes)
    builder.name_damaged(held, damaged)
    builder.commit()
    mend_marts(builder.connection)
    return damaged


class _Builder:
    """A connection that writes a snapshot, attached under this name; what is made on the way lies in memory or beside it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batches: Path, empty: Mapping[str, str]) -> None:
        self.connection = connection
        self.batches = batches
        self._empty = empty

    def begin(self, search_path: str) -> None:
        """Begin a transaction in which names are looked up there."""
        self.connection.execute(f"set search_path = '{search_path}'")
        self.connection.begin()

    def commit(self) -> None:
        self.connection.commit()

    def known(self) -> dict[str, int]:
        """The batches that the snapshot holds, and how many forms each has."""
        return dict(self.connection.execute("select batch_id, forms from snapshot.batch").fetchall())

    def put_in(self, came: Sequence[BatchInfo], gone: Sequence[str]) -> None:
        """Put the records of some batches in and take those of others out, until the tables hold what counts."""
        self.connection.register("batches_came", _table(came))
        self.connection.execute("create temp table came as select * from batches_came")
        self.connection.register("batches_gone", pa.table({"batch_id": pa.array(gone, pa.string())}))
        self.connection.execute("create temp table gone as select * from batches_gone")
        self.run("records.sql", [info.batch_id for info in came])
        moved = [batch_id for (batch_id,) in self.connection.execute("select batch_id from batch_moved order by batch_id").fetchall()]
        if any(damage(self.batches / batch_id) for batch_id in set(moved) - {info.batch_id for info in came}):
            raise TooMuch("a batch whose records count again is damaged")
        note_touched(self.connection)
        self.run("build.sql", moved)

    def decide(self, classes: Mapping[str, str]) -> None:
        """Keep the classes that persons decided; the projects of which another was decided are touched."""
        before = dict(self.connection.execute("select project_id, project_class from class_decision").fetchall())
        changed = sorted({project for project, _ in before.items() ^ classes.items()})
        if changed:
            self.connection.execute("delete from class_decision where project_id in (select unnest($changed))", {"changed": changed})
            decided = [(project, classes[project]) for project in changed if project in classes]
            if decided:
                self.connection.executemany("insert into class_decision values (?, ?)", decided)
        self.connection.execute("create temp table decided_otherwise as select unnest($changed::varchar[]) as project_id", {"changed": changed})

    def name_damaged(self, held: Sequence[BatchInfo], damaged: Mapping[str, str]) -> None:
        """Name the batches of which nothing is read, and why."""
        self.connection.execute("delete from damaged_batch")
        told = [(info.batch_id, info.file, damaged[info.batch_id]) for info in held if info.batch_id in damaged]
        if told:
            self.connection.executemany("insert into damaged_batch values (?, ?, ?)", told)

    def run(self, script: str, ids: Sequence[str] = ()) -> None:
        """Run a script; $form, $funding, … are the files of these batches."""
        for statement in duckdb.extract_statements((HERE / script).read_text("utf-8")):
            files = {kind: [self._empty[kind], *files_of(self.batches, list(ids), kind)] for kind in statement.named_parameters}
            self.connection.execute(statement, files or None)


@contextmanager
def _opened(path: Path, batches: Path) -> Iterator[_Builder]:
    """The snapshot file attached for writing, with no more memory than is set; what does not fit goes to files beside it."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{BEING_BUILT}-") as folder:
        options = {"memory_limit": f"{int(setting('building_megabytes'))}MB", "temp_directory": folder}
        connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False, **options})
        try:
            connection.execute("attach '" + str(path).replace("'", "''") + "' as snapshot")
            yield _Builder(connection, batches, {kind: _empty(Path(folder), kind) for kind in SCHEMAS})
            connection.execute("use memory")
            connection.execute("checkpoint snapshot")
            connection.execute("detach snapshot")
        finally:
            connection.close()


def _clear(beside: Path) -> None:
    for old in (beside, beside.with_name(beside.name + ".wal")):
        old.unlink(missing_ok=True)


def _damaged(batches: Path, infos: Sequence[BatchInfo]) -> dict[str, str]:
    return {info.batch_id: why for info in infos if (why := damage(batches / info.batch_id))}


def _empty(folder: Path, kind: str) -> str:
    """A file without rows: it gives every column of today, whatever older batches lack."""
    path = folder / f"{kind}.parquet"
    parquet.write_table(SCHEMAS[kind].empty_table(), path)
    return str(path)


def _table(infos: Sequence[BatchInfo]) -> pa.Table:
    """The batches as rows of the table `batch`; `place` is their order of replacement."""
    types = {"imported_at": pa.timestamp("us"), "replace_whole": pa.bool_(), **dict.fromkeys(WHOLE_NUMBERS, pa.int32())}
    columns = {name: pa.array([getattr(info, name) for info in infos], types.get(name, pa.string())) for name in CAME}
    return pa.table({**columns, "place": pa.array([(info.rank << 32) + info.sequence for info in infos], pa.int64())})
