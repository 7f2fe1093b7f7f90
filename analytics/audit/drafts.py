"""Rules on files that are not stored: a snapshot of their records alone, built by the store's own code and thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analytics.audit.finding import Audit
from analytics.audit.runner import audit
from analytics.reading.records import FileReading
from analytics.store.batch import Incoming, describe, write
from analytics.store.build import build


def check_readings(readings: Sequence[FileReading]) -> Audit:
    """Every rule that can run on these files alone; files that could not be read are left out, nothing is kept."""
    with drafted(readings) as connection:
        return audit(connection)


@contextmanager
def drafted(readings: Sequence[FileReading]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot of these files alone, for as long as it is needed."""
    readable = [reading for reading in readings if not reading.refused and reading.forms]
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        batches, path = Path(folder) / "batches", Path(folder) / "draft.duckdb"
        batches.mkdir()
        held = []
        for number, reading in enumerate(readable, start=1):
            incoming = Incoming(reading, b"")
            held.append(describe(incoming, number, number, ""))
            write(batches, held[-1], incoming, _quiet)
        build(path, batches, held, _quiet)
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection


def _quiet(_step: str) -> None:
    """No one watches."""
