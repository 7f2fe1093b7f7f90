"""Figures for the machine room: how many batches, findings, sessions there are, how old the data are, whether the service can work."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from analytics.errors import LensError, reason
from analytics.settings import setting
from analytics.store import Store
from analytics.store.account_tables import sign_in_table
from analytics.store.case_tables import case_table
from analytics.store.ledger import now

MEGABYTE = 2**20


@dataclass(frozen=True)
class Figure:
    """One figure with what tells its kinds apart."""

    name: str
    kind: str  # gauge or counter
    sentence: str
    values: tuple[tuple[Mapping[str, str], float], ...]


def unready(store: Store) -> str | None:
    """Why the service cannot work just now, in Chinese; None where it can: the store opens, the snapshot reads, the disk has room."""
    try:
        _ = store.snapshot().empty
        free = shutil.disk_usage(store.directory).free // MEGABYTE
    except LensError as error:
        return error.message
    except OSError as error:
        return f"数据目录读不出来：{reason(error)}。"
    least = int(setting("free_megabytes"))
    return f"磁盘只剩 {free} MB，少于 {least} MB。" if free < least else None


def of_store(store: Store) -> Iterator[Figure]:
    """What the store holds."""
    snapshot = store.snapshot()
    batches = Counter(info.status for info in store.batches())
    current = next((info for info in store.versions() if info.version == snapshot.version), None)
    with store.understandable(), store.ledger.engine.connect() as connection:
        idle = sa.func.count().filter(sign_in_table.c.ended_at.is_(None), sign_in_table.c.seen_at >= now() - _idle())
        sessions = connection.scalar(sa.select(idle))
        cases = connection.execute(sa.select(case_table.c.status, sa.func.count()).where(case_table.c.present).group_by(case_table.c.status)).all()
    yield one("lens_sessions", "Sessions that are signed in and were used lately.", sessions or 0)
    yield Figure("lens_batches", "gauge", "Imported batches.", tuple(({"status": name}, batches[name]) for name in sorted(batches)))
    yield Figure(
        "lens_findings", "gauge", "Findings that the current data hold, by standing.", tuple(({"status": name}, count) for name, count in sorted(cases))
    )
    yield one("lens_damaged_batches", "Active batches left out because they are damaged.", len(snapshot.damaged))
    yield one("lens_snapshot_version", "The version of the data.", int(snapshot.version))
    if current:
        yield one("lens_snapshot_age_seconds", "Since the current version of the data was built.", (now() - current.built_at).total_seconds())
    yield one("lens_disk_free_bytes", "Free on the disk of the store.", shutil.disk_usage(store.directory).free)


def one(name: str, sentence: str, value: float) -> Figure:
    """A figure of one kind."""
    return Figure(name, "gauge", sentence, (({}, value),))


def exposition(figures: Iterable[Figure]) -> str:
    """The figures in the text format of Prometheus."""
    return "".join(f"# HELP {figure.name} {figure.sentence}\n# TYPE {figure.name} {figure.kind}\n" + "".join(_lines(figure)) for figure in figures)


def _lines(figure: Figure) -> Iterator[str]:
    for labels, value in figure.values:
        told = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{figure.name}{{{told}}} {value:.15g}\n" if told else f"{figure.name} {value:.15g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _idle() -> timedelta:
    return timedelta(minutes=int(setting("session_idle_minutes")))
