"""Rules on files that are not stored: a snapshot of their records alone, built by the store's own code and thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.audit.finding import Audit, Finding
from analytics.audit.runner import audit, worst_first
from analytics.audit.unread import Cell, checkable, follows, is_unread, unread_cells
from analytics.reading.records import FileReading
from analytics.store.batch import Incoming, describe, write
from analytics.store.build import build
from analytics.store.upkeep import quiet


def check_readings(readings: Sequence[FileReading]) -> Audit:
    """Every rule that can run on these files alone; nothing is kept.

    Of a file with cells that could not be read the rest is checked: such a cell is an error, what only follows from the gap is left out.
    Files that could not be read at all are left out.
    """
    with drafted(readings) as connection:
        found = audit(connection)
    cells = unread_cells(readings)
    return replace(found, findings=tuple(sorted(_with_gaps(found.findings, cells), key=worst_first))) if cells else found


def _with_gaps(findings: Sequence[Finding], cells: Collection[Cell]) -> Iterator[Finding]:
    for one in findings:
        if not follows(one, cells):
            yield replace(one, severity="error") if is_unread(one, cells) else one


@contextmanager
def drafted(readings: Sequence[FileReading]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of these files alone, for as long as it is needed."""
    readable = [reading for reading in readings if checkable(reading)]
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        batches, path = Path(folder) / "batches", Path(folder) / "draft.duckdb"
        batches.mkdir()
        held = []
        for number, reading in enumerate(readable, start=1):
            incoming = Incoming(reading, b"")
            held.append(describe(incoming, number, number, ""))
            write(batches, held[-1], incoming, quiet)
        build(path, batches, held, quiet)
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection
