"""The trail: who did what when, from where, and what stood before and after. Lines are only added, each carries the hash of the one before.

It is written in the transaction of the change it tells of. The database refuses to change or remove a line; who goes
round the database is found by the chain, and who cuts its end by the head, which counts the lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

BEGINNING = "0" * 64
own = sa.MetaData()
trail_table = sa.Table(
    "trail",
    own,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("happened_at", sa.String(32), nullable=False),  # UTC as text: the hash must come out the same on any database
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("account", sa.String(80), nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False, unique=True),
    sa.Column("hash", sa.String(64), nullable=False),
)
head_table = sa.Table(
    "trail_head",
    own,
    sa.Column("head_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
_COLUMNS = [column.name for column in trail_table.columns]
_LONGEST = 4000  # characters of a text that came from outside


@dataclass(frozen=True)
class Origin:
    """As what and from where somebody acts: shown in every line that is written meanwhile."""

    place: str = "命令行"
    role: str = ""
    account: str = ""


acting: ContextVar[Origin] = ContextVar("acting", default=Origin())  # noqa: B039 (frozen)


@dataclass(frozen=True)
class Entry:
    """One line. `happened_at` is UTC; `before` and `after` are JSON, empty where there is none."""

    number: int
    happened_at: str
    actor: str
    role: str
    account: str
    origin: str
    action: str
    subject: str
    before: str
    after: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Checked:
    """What checking the chain came to: how many lines hold, and in words where it breaks (empty: nowhere). `hash` is the newest line's."""

    entries: int
    hash: str
    broken: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which lines: empty fields ask for all. `since` and `until` are days (UTC), both included."""

    actor: str = ""
    action: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None


def take_turn(connection: sa.Connection) -> None:
    """Wait until nobody else is writing, and have the others wait until this transaction ends."""
    connection.execute(head_table.update().values(entries=head_table.c.entries))


def append(connection: sa.Connection, actor: str, action: str, subject: str, before: Any = None, after: Any = None) -> None:
    """Add a line within a transaction; writers take turns by the row of the head."""
    connection.execute(head_table.update().values(entries=head_table.c.entries + 1))
    number, previous = connection.execute(sa.select(head_table.c.entries, head_table.c.hash)).one()
    origin = acting.get()
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    texts = (actor, origin.role, origin.account, origin.place, action, subject)
    line = (number, at, *(text[:_LONGEST].replace("\0", "") for text in texts), _told(before), _told(after), previous)
    hashed = _hash(line)
    connection.execute(trail_table.insert().values(dict(zip(_COLUMNS, (*line, hashed), strict=True))))
    connection.execute(head_table.update().values(hash=hashed))


def entries(connection: sa.Connection, wanted: Wanted, limit: int | None = None) -> list[Entry]:
    """The lines that are asked for, newest first."""
    asked = sa.select(trail_table).order_by(trail_table.c.number.desc())
    for column, text in ((trail_table.c.actor, wanted.actor), (trail_table.c.action, wanted.action)):
        asked = asked.where(column == text) if text else asked
    if wanted.words:
        anywhere = (trail_table.c[name].icontains(wanted.words, autoescape=True) for name in ("actor", "account", "origin", "subject", "before", "after"))
        asked = asked.where(sa.or_(*anywhere))
    if wanted.since:
        asked = asked.where(trail_table.c.happened_at >= wanted.since.isoformat())
    if wanted.until:
        asked = asked.where(trail_table.c.happened_at < (wanted.until + timedelta(days=1)).isoformat())
    return [Entry(**row) for row in connection.execute(asked.limit(limit) if limit else asked).mappings()]


def known(connection: sa.Connection, column: str) -> list[str]:
    """The different actors or actions of all lines."""
    chosen = trail_table.c[column]
    return list(connection.scalars(sa.select(chosen).distinct().order_by(chosen)))


def verify(connection: sa.Connection) -> Checked:
    """Go through all lines: every number follows, every hash is its line's, the head knows the last."""
    held, previous = 0, BEGINNING
    for entry in _in_order(connection):
        values = tuple(getattr(entry, field.name) for field in fields(Entry))
        if entry.number != held + 1:
            return Checked(held, previous, f"第 {held + 1} 条不见了，其后是第 {entry.number} 条。")
        if entry.previous != previous or _hash(values[:-1]) != entry.hash:
            return Checked(held, previous, f"第 {entry.number} 条与记下时不一样（{entry.happened_at}，{entry.actor}，{entry.action}）。")
        held, previous = entry.number, entry.hash
    counted, last = connection.execute(sa.select(head_table.c.entries, head_table.c.hash)).one()
    if (counted, last) != (held, previous):
        return Checked(held, previous, f"应有 {counted} 条，只有 {held} 条：最后的记录被删去了。")
    return Checked(held, previous)


def _in_order(connection: sa.Connection) -> Iterator[Entry]:
    for row in connection.execute(sa.select(trail_table).order_by(trail_table.c.number)).mappings():
        yield Entry(**row)


def _told(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _hash(line: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(line, ensure_ascii=False).encode()).hexdigest()
