"""Cases in the ledger: read, changed and logged. What may change is decided elsewhere; here it is only written.

Whoever changes cases takes `turn` first: its update of one row makes writers wait for each other on any database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from analytics.store.case_tables import case_table, casebook_table, evidence_table, rule_table, step_table
from analytics.store.ledger import Ledger, log, now

CHUNK = 500  # values bound to one statement: databases have a limit
_COLUMNS = [column for column in case_table.columns if column.name not in ("content", "content_mark", "batch_id")]


class CaseRow(NamedTuple):
    """A case as the ledger knows it, without the finding it is about; names are those of the table.

    A tuple, not a dataclass: 100,000 are made and compared after every move of a person.
    """

    key: str
    rule: str
    department: str | None
    status: str
    verdict: str | None
    last_verdict: str | None
    owner: str | None
    due: date | None
    replies: int
    evidence: int
    opened_version: str
    seen_version: str | None
    present: bool
    closed_how: str | None
    closed_batch: str | None
    left_at: str | None
    issued_by: str | None
    verified_by: str | None


@dataclass(frozen=True)
class StepRow:
    """One step of a case. `happened_at` is UTC; `evidence` the sha256 of what was attached."""

    key: str
    happened_at: datetime
    actor: str
    role: str
    action: str
    before: str | None
    after: str | None
    note: str
    evidence: str | None


@contextmanager
def turn(ledger: Ledger) -> Iterator[sa.Connection]:
    """A transaction in which nobody else changes cases."""
    with ledger.engine.begin() as connection:
        connection.execute(casebook_table.update().values(turn=casebook_table.c.turn + 1))
        yield connection


def in_line_with(connection: sa.Connection) -> tuple[str, str]:
    """The snapshot version and the mark of the rules that the cases are in line with; empty texts before the first time."""
    version, mark = connection.execute(sa.select(casebook_table.c.version, casebook_table.c.rules_mark)).one()
    return version, mark


def set_in_line(connection: sa.Connection, version: str, mark: str) -> None:
    """Keep what the cases are in line with from now on."""
    connection.execute(casebook_table.update().values(version=version, rules_mark=mark))


def all_rows(connection: sa.Connection) -> list[CaseRow]:
    """Every case."""
    return [CaseRow._make(row) for row in connection.execute(sa.select(*_COLUMNS)).all()]  # all(): row by row takes twice as long


def rows_of(connection: sa.Connection, departments: Collection[str], rules: Collection[str]) -> list[CaseRow]:
    """The cases about these departments (an empty text: about none) and those of these rules."""
    wanted = _about(departments, rules)
    return [CaseRow._make(row) for row in connection.execute(sa.select(*_COLUMNS).where(wanted)).all()]


def judged(connection: sa.Connection) -> list[CaseRow]:
    """The cases of which a person ever said whether they are faults: few, even where there are many cases."""
    wanted = case_table.c.last_verdict.is_not(None)
    return [CaseRow._make(row) for row in connection.execute(sa.select(*_COLUMNS).where(wanted)).all()]


def present_of(connection: sa.Connection, rules: Collection[str]) -> list[str]:
    """The keys of the cases of these rules that the current data hold."""
    return list(connection.scalars(sa.select(case_table.c.key).where(case_table.c.present, case_table.c.rule.in_(rules))))


def rows(connection: sa.Connection, keys: Sequence[str]) -> dict[str, CaseRow]:
    """The cases of these keys; those that do not exist are left out."""
    return {row[0]: CaseRow._make(row) for some in _chunks(keys) for row in connection.execute(sa.select(*_COLUMNS).where(case_table.c.key.in_(some)))}


def marks(connection: sa.Connection, departments: Collection[str] | None = None, rules: Collection[str] = ()) -> dict[str, tuple[str, str | None]]:
    """Of every case, or of those that `rows_of` tells, the mark of its content and the batch of its record."""
    asked = sa.select(case_table.c.key, case_table.c.content_mark, case_table.c.batch_id)
    asked = asked if departments is None else asked.where(_about(departments, rules))
    return {key: (mark, batch) for key, mark, batch in connection.execute(asked).all()}


def contents(connection: sa.Connection, keys: Sequence[str]) -> dict[str, str]:
    """The findings of these cases as they were last seen, as JSON."""
    columns = (case_table.c.key, case_table.c.content)
    return {key: content for some in _chunks(keys) for key, content in connection.execute(sa.select(*columns).where(case_table.c.key.in_(some))).all()}


def insert(connection: sa.Connection, values: Sequence[Mapping[str, Any]]) -> None:
    """New cases; what is not given is as in a case nobody has touched."""
    untouched = {"status": "open", "replies": 0, "evidence": 0, "present": True}
    if values:
        connection.execute(case_table.insert(), [{**untouched, **one} for one in values])


def change(connection: sa.Connection, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Set columns of cases by key; those that set the same columns go in one statement."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for key, values in changes.items():
        if values:
            alike.setdefault(tuple(sorted(values)), []).append({"of_key": key, **{f"new_{name}": value for name, value in values.items()}})
    for names, found in alike.items():
        statement = case_table.update().where(case_table.c.key == sa.bindparam("of_key"))
        connection.execute(statement.values({name: sa.bindparam(f"new_{name}") for name in names}), found)


def add_steps(connection: sa.Connection, steps: Iterable[Mapping[str, Any]]) -> None:
    """Steps of cases, all of this moment; `note` and `evidence` may be left out."""
    at = now()
    found = [{"happened_at": at, "before": None, "after": None, "note": "", "evidence": None, **step} for step in steps]
    if found:
        connection.execute(step_table.insert(), found)


def steps(connection: sa.Connection, key: str) -> list[StepRow]:
    """The steps of a case, oldest first."""
    columns = [column for column in step_table.columns if column.name != "step_id"]
    return [StepRow(*row) for row in connection.execute(sa.select(*columns).where(step_table.c.key == key).order_by(step_table.c.step_id))]


def add_evidence(connection: sa.Connection, key: str, sha256: str, **values: Any) -> bool:
    """Keep that a file belongs to a case; False where it does already."""
    same = (evidence_table.c.key == key) & (evidence_table.c.sha256 == sha256)
    if connection.scalar(sa.select(sa.func.count()).select_from(evidence_table).where(same)):
        return False
    connection.execute(evidence_table.insert().values(key=key, sha256=sha256, attached_at=now(), **values))
    return True


def evidence(connection: sa.Connection, sha256: str) -> list[tuple[str, str, str]]:
    """Key, file name and role of whoever attached it, wherever this file is evidence."""
    columns = (evidence_table.c.key, evidence_table.c.name, evidence_table.c.role)
    return [tuple(row) for row in connection.execute(sa.select(*columns).where(evidence_table.c.sha256 == sha256).order_by(evidence_table.c.attached_at))]


def evidence_counts(connection: sa.Connection, role: str) -> dict[str, int]:
    """How many files a role attached, by case."""
    counted = sa.select(evidence_table.c.key, sa.func.count()).where(evidence_table.c.role == role).group_by(evidence_table.c.key)
    return dict(connection.execute(counted).all())


def last_step(connection: sa.Connection) -> int:
    """The number of the newest step of any case."""
    return connection.scalar(sa.select(sa.func.max(step_table.c.step_id))) or 0


def moved_since(connection: sa.Connection, step: int) -> list[str]:
    """The cases with a step after this one: every move of a person is a step."""
    return list(connection.scalars(sa.select(step_table.c.key).where(step_table.c.step_id > step).distinct()))


def switched_off(connection: sa.Connection) -> dict[str, tuple[str, str, datetime]]:
    """Rules that are switched off: reason, who, when (UTC)."""
    return {rule: (reason, actor, at) for rule, reason, actor, at in connection.execute(sa.select(rule_table))}


def switch_rule(connection: sa.Connection, rule: str, on: bool, actor: str, reason: str) -> None:
    """Switch a rule off with a reason, or on again; the log keeps both."""
    before = connection.scalar(sa.select(rule_table.c.reason).where(rule_table.c.rule == rule))
    connection.execute(rule_table.delete().where(rule_table.c.rule == rule))
    if not on:
        connection.execute(rule_table.insert().values(rule=rule, reason=reason, actor=actor, switched_at=now()))
    log(connection, actor, [("rule-on" if on else "rule-off", rule, before, reason)])


def _about(departments: Collection[str], rules: Collection[str]) -> sa.ColumnElement[bool]:
    about = case_table.c.department.in_(departments) | case_table.c.rule.in_(rules)
    return about | case_table.c.department.is_(None) if "" in departments else about


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
