"""The ledger: the small mutable part. Which batches are active, what each version held, who did what when.

Statements are SQLAlchemy Core without anything that only SQLite knows, so that another database is another URL.
Whoever changes sequences or versions holds the store's lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analytics.errors import StoreError
from analytics.store import trail
from analytics.store.batch import BatchInfo

HEAD = "0008"  # the newest migration; a test holds it against the folder
MIGRATIONS = Path(__file__).parent / "migrations"

DRIVER = "要写成 postgresql+psycopg://用户:密码@主机:端口/数据库，并装上驱动：python3 run.py install --postgresql"
NOTHING: Mapping[str, Any] = {}

metadata = sa.MetaData()
batch_table = sa.Table(
    "batch",
    metadata,
    sa.Column("batch_id", sa.String(40), primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False, unique=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("imported_at", sa.DateTime, nullable=False),
    sa.Column("imported_by", sa.Text, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("forms", sa.Integer, nullable=False),
    sa.Column("projects", sa.Integer, nullable=False),
    sa.Column("problems", sa.Integer, nullable=False),
    sa.Column("decisions", sa.JSON, nullable=False),
    sa.Column("replace_whole", sa.Boolean, nullable=False),
    sa.Column("instead_of", sa.String(40)),
)
version_table = sa.Table(
    "version",
    metadata,
    sa.Column("version", sa.String(20), primary_key=True),
    sa.Column("built_at", sa.DateTime, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("schema_mark", sa.String(20), nullable=False),
)
version_batch_table = sa.Table(
    "version_batch",
    metadata,
    sa.Column("version", sa.String(20), sa.ForeignKey("version.version"), primary_key=True),
    sa.Column("batch_id", sa.String(40), sa.ForeignKey("batch.batch_id"), primary_key=True),
)
alias_table = sa.Table(
    "alias",
    metadata,
    sa.Column("printed", sa.String(200), primary_key=True),
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("remembered_at", sa.DateTime, nullable=False),
)
decision_table = sa.Table(
    "decision",
    metadata,
    sa.Column("kind", sa.String(20), primary_key=True),  # what is decided, such as project_class or project_link
    sa.Column("subject", sa.String(80), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime, nullable=False),
)
event_table = sa.Table(
    "event",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("happened_at", sa.DateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("before", sa.JSON),
    sa.Column("after", sa.JSON),
)


@dataclass(frozen=True)
class VersionInfo:
    """A snapshot version: what it held and why it was built. `built_at` is UTC."""

    version: str
    built_at: datetime
    reason: str
    actor: str
    batches: tuple[str, ...]
    current: bool
    schema_mark: str


@dataclass(frozen=True)
class Event:
    """One line of the log of changes. `happened_at` is UTC."""

    event_id: int
    happened_at: datetime
    actor: str
    action: str
    subject: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Decision:
    """What a person decided of a subject, and when. `decided_at` is UTC."""

    subject: str
    value: str
    actor: str
    decided_at: datetime


@dataclass(frozen=True)
class Change:
    """What one acknowledged change does to the ledger, all in one transaction."""

    version: str
    reason: str
    actor: str
    schema_mark: str
    held: tuple[str, ...]  # batches active from now on
    added: tuple[BatchInfo, ...] = ()
    events: tuple[tuple[str, str, Any, Any], ...] = ()  # action, subject, before, after
    decided: tuple[tuple[str, str, str], ...] = ()  # kind, subject, value: what a person decided with it


_LATEST = sa.select(sa.func.max(event_table.c.event_id))


def now() -> datetime:
    """UTC without a zone, as every time in the ledger."""
    return datetime.now(UTC).replace(tzinfo=None)


class Ledger:
    """The tables above behind a URL; migrates them when it is opened. Raises StoreError for a URL that is none."""

    def __init__(self, url: str) -> None:
        self.url = url
        in_file = url.startswith("sqlite")
        try:
            self.engine = sa.create_engine(url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False), pool_pre_ping=not in_file)
        except (ModuleNotFoundError, sa.exc.ArgumentError) as error:
            raise StoreError("台账数据库的地址（ledger_url）不能用。", DRIVER) from error
        self.in_file = Path(self.engine.url.database or "") if in_file else None
        if in_file:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
        self.commits = 0
        """Transactions that this object has ended: who remembers something for a moment asks anew after each."""
        sa.event.listen(self.engine, "commit", self._count_commit)

    def _count_commit(self, _connection: sa.Connection) -> None:
        self.commits += 1

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A transaction in which nobody else changes the ledger: who reads before writing still finds it so."""
        with self.engine.begin() as connection:
            trail.take_turn(connection)
            yield connection

    def up_to_date(self) -> bool:
        """Whether the tables are those of this program."""
        try:
            with self.engine.connect() as connection:
                return connection.scalar(sa.text("select version_num from alembic_version")) == HEAD
        except (sa.exc.OperationalError, sa.exc.ProgrammingError):
            return False

    def migrate(self) -> None:
        """Bring the tables to the newest layout; alembic is imported only when there is something to do."""
        if self.up_to_date():
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def batches(self) -> list[BatchInfo]:
        """All batches, oldest first."""
        with self.engine.connect() as connection:
            return [BatchInfo(**row) for row in connection.execute(sa.select(batch_table).order_by(batch_table.c.sequence)).mappings()]

    def versions(self) -> list[VersionInfo]:
        """All versions, oldest first; the last one is the acknowledged one."""
        held: dict[str, list[str]] = {}
        with self.engine.connect() as connection:
            for version, batch_id in connection.execute(sa.select(version_batch_table).order_by(version_batch_table.c.batch_id)):
                held.setdefault(version, []).append(batch_id)
            rows = list(connection.execute(sa.select(version_table).order_by(version_table.c.version)).mappings())
        return [VersionInfo(**row, batches=tuple(held.get(row["version"], ())), current=row is rows[-1]) for row in rows]

    def newest_version(self) -> tuple[str, str] | None:
        """The acknowledged version and its schema mark."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(version_table).order_by(version_table.c.version.desc()).limit(1)).mappings().first()
        return (found["version"], found["schema_mark"]) if found else None

    def revision(self) -> int:
        """A number that grows with every change of the ledger."""
        with self.engine.connect() as connection:
            return connection.scalar(_LATEST) or 0

    def events(self, limit: int = 1000) -> list[Event]:
        """The latest changes, newest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(event_table).order_by(event_table.c.event_id.desc()).limit(limit)).mappings()
            return [Event(**row) for row in rows]

    def aliases(self) -> dict[str, str]:
        """Printed department names that a person explained, and the department each belongs to."""
        with self.engine.connect() as connection:
            return {row.printed: row.department for row in connection.execute(sa.select(alias_table))}

    def remember_alias(self, printed: str, department: str, actor: str) -> None:
        """Keep an alias; an older one of the same printed name is replaced, and the event says so."""
        with self.changing() as connection:
            before = connection.scalar(sa.select(alias_table.c.department).where(alias_table.c.printed == printed))
            connection.execute(alias_table.delete().where(alias_table.c.printed == printed))
            connection.execute(alias_table.insert().values(printed=printed, department=department, actor=actor, remembered_at=now()))
            log(connection, actor, [("alias", printed, before, department)])

    def decisions(self, kind: str) -> dict[str, str]:
        """What persons decided of this kind: subject -> value."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(decision_table).where(decision_table.c.kind == kind))
            return {row.subject: row.value for row in rows}

    def decided(self, kind: str) -> list[Decision]:
        """What persons decided of this kind, with who and when, oldest first."""
        columns = [decision_table.c[name] for name in ("subject", "value", "actor", "decided_at")]
        asked = sa.select(*columns).where(decision_table.c.kind == kind).order_by(decision_table.c.decided_at, decision_table.c.subject)
        with self.engine.connect() as connection:
            return [Decision(**row) for row in connection.execute(asked).mappings()]

    def decide(self, kind: str, subjects: Sequence[str], value: str | None, actor: str, note: Mapping[str, Any] = NOTHING) -> None:
        """Keep one decision of all these subjects, or take theirs back where `value` is None; the log keeps what was before, and `note`."""
        with self.changing() as connection:
            for subject in subjects:
                own = (decision_table.c.kind == kind, decision_table.c.subject == subject)
                before = connection.scalar(sa.select(decision_table.c.value).where(*own))
                connection.execute(decision_table.delete().where(*own))
                if value is not None:
                    connection.execute(decision_table.insert().values(kind=kind, subject=subject, value=value, actor=actor, decided_at=now()))
                log(connection, actor, [(kind.replace("_", "-"), subject, before, {"value": value, **note})])

    def apply(self, change: Change) -> None:
        """Write one change. When this returns, the change is acknowledged."""
        with self.changing() as connection:
            if change.added:
                connection.execute(batch_table.insert(), [_row(info) for info in change.added])
            version = {name: getattr(change, name) for name in ("version", "reason", "actor", "schema_mark")}
            connection.execute(version_table.insert().values(built_at=now(), **version))
            if change.held:
                connection.execute(version_batch_table.insert(), [{"version": change.version, "batch_id": held} for held in change.held])
            held = sa.select(version_batch_table.c.batch_id).where(version_batch_table.c.version == change.version)
            connection.execute(batch_table.update().values(status="withdrawn").where(batch_table.c.batch_id.not_in(held)))
            connection.execute(batch_table.update().values(status="active").where(batch_table.c.batch_id.in_(held)))
            for kind, subject, value in change.decided:
                connection.execute(decision_table.delete().where(decision_table.c.kind == kind, decision_table.c.subject == subject))
                connection.execute(decision_table.insert().values(kind=kind, subject=subject, value=value, actor=change.actor, decided_at=now()))
            log(connection, change.actor, change.events)


def _row(info: BatchInfo) -> Mapping[str, Any]:
    return {column.name: getattr(info, column.name) for column in batch_table.columns}


def log(connection: sa.Connection, actor: str, events: Iterable[Sequence[Any]]) -> None:
    """Write events within a transaction; each is action, subject, before, after, and a line of the trail."""
    for action, subject, before, after in events:
        trail.append(connection, actor, action, subject, before, after)
        connection.execute(event_table.insert().values(happened_at=now(), actor=actor, action=action, subject=subject, before=before, after=after))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=120000", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
