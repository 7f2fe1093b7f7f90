"""Joins reading and store: what a file would change is shown first, and only then stored.

New evidence reaches back: a stored form whose unit was doubted, or merely believed, is read again from its kept
original when a new file speaks about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import analytics.store as store_package
from analytics.reading import Answers, Source, read_files
from analytics.reading.apart import read_apart
from analytics.reading.records import DEPARTMENT_EVALUATION, SELF_EVALUATION, FileReading, as_json
from analytics.store import Incoming, Outcome, Plan, Snapshot, Store
from analytics.store.keys import normalised
from analytics.store.plan import make_plan
from analytics.store.sorted import stored_already
from analytics.store.store import Progress

CERTAINTY = {"suspect": 0, "stated": 1, "corrected": 2, "proven": 2}


@dataclass(frozen=True)
class Examination:
    """What was read and what storing it would do; nothing is stored yet.

    `duplicates` are names of files stored already, `questions` {file: fields a person must answer}, `reread` stored
    files that the new evidence would have read again.
    """

    sources: tuple[Source, ...]
    answers: tuple[Answers, ...]  # one a file, as replace_whole
    replace_whole: tuple[bool, ...]
    readings: tuple[FileReading, ...]
    plan: Plan
    duplicates: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]
    reread: tuple[Incoming, ...] = ()


NO_ANSWERS = Answers()
Read = Callable[..., list[FileReading]]  # read_files, or read_apart


def examine(
    store: Store,
    sources: Sequence[Source],
    answers: Answers | Sequence[Answers] = NO_ANSWERS,
    replace_whole: bool | Sequence[bool] = False,
    progress: Progress | None = None,
    apart: bool = True,
    cancel: Callable[[], bool] | None = None,
) -> Examination:
    """Read the files in the light of everything stored, and say what storing them would add, replace and leave.

    `answers` and `replace_whole` hold for all files, or are one a file; `progress` hears the name of each file opened.
    `apart`: parse in a process with limits, as untrusted files need; only there can `cancel` stop it, by ReadingCancelled.
    """
    read: Read = partial(read_apart, cancel=cancel) if apart else read_files
    given = (answers,) * len(sources) if isinstance(answers, Answers) else tuple(answers)
    whole = (replace_whole,) * len(sources) if isinstance(replace_whole, bool) else tuple(replace_whole)
    readings = _read(store, read, sources, given, progress)
    active = [info for info in store.batches() if info.status == "active"]
    incoming = _incoming(readings, sources, given, whole)
    stored = {one.reading.sha256 for one in incoming if stored_already(one, active)}
    new = [one for one in incoming if one.reading.sha256 not in stored]
    fresh = [one for one in new if _storable(one.reading)]
    return Examination(
        tuple(sources),
        given,
        whole,
        tuple(readings),
        make_plan(store.snapshot(), [(one.reading, one.replace_whole) for one in fresh]),
        tuple(reading.file for reading in readings if reading.sha256 in stored),
        {one.reading.file: one.reading.questions for one in new if one.reading.questions and not one.reading.refused},
        tuple(_reread(store, read, [Source(one.reading.file, one.content) for one in fresh], [one.reading for one in fresh])),
    )


def accept(store: Store, examination: Examination, actor: str, progress: Progress | None = None) -> Outcome:
    """Store what was examined: each file wholly or not at all, all of them in one new snapshot."""
    files = _incoming(examination.readings, examination.sources, examination.answers, examination.replace_whole)
    return store.commit_files([*files, *examination.reread], actor, progress)


def undo(store: Store, outcome: Outcome, actor: str, progress: Progress | None = None) -> str:
    """Take back an import; files it had read again come back as they were. Returns the version.

    Where nothing happened since, that is the version before; otherwise only the batches of the import are taken out.
    """
    versions = [info.version for info in store.versions()]
    if outcome.version == versions[-1] and outcome.version in versions[1:]:
        return store.restore(versions[versions.index(outcome.version) - 1], actor, progress)
    version = outcome.version
    for info in reversed(outcome.batches):
        if info.instead_of:
            store.reinstate(info.instead_of, actor, progress)
        version = store.withdraw(info.batch_id, actor, progress)
    return version


def decisions(answers: Answers) -> dict[str, Any]:
    """The answers as plain data, without those not given: what a batch keeps of them."""
    given = {name: value for name, value in as_json(answers).items() if value not in (None, "", {}, [], False)}
    return {} if given.keys() <= {"only_open"} else given


def _incoming(readings: Sequence[FileReading], sources: Sequence[Source], answers: Sequence[Answers], whole: Sequence[bool]) -> list[Incoming]:
    together = zip(readings, sources, answers, whole, strict=True)
    return [Incoming(reading, source.content, decisions(given), replaces) for reading, source, given, replaces in together]


def _storable(reading: FileReading) -> bool:
    return not reading.refused and not reading.questions and bool(reading.forms)


def _read(store: Store, read: Read, sources: Sequence[Source], answers: Sequence[Answers], progress: Progress | None) -> list[FileReading]:
    """Read with the claims stored; where a unit stays in doubt also beside the stored totals of its department."""
    claims, aliases = store.claims(), store.aliases()
    readings = read(sources, answers, claims, aliases, progress)
    doubted = {form.department for reading in readings for form in reading.forms if form.amount_unit.status == "suspect"}
    beside = _evaluations(store, doubted) if doubted else []
    if not beside:
        return readings
    return read([*sources, *beside], [*answers, *(NO_ANSWERS for _ in beside)], claims, aliases)[: len(sources)]


def _evaluations(store: Store, departments: Iterable[str | None]) -> list[Source]:
    """The stored files that state what these departments spent in all."""
    sql = "select distinct batch_id from table_row where kind = $kind and department in (select unnest($departments)) order by batch_id"
    wanted = sorted(name for name in departments if name)
    found = store.snapshot().table(sql, {"kind": DEPARTMENT_EVALUATION, "departments": wanted or [""]})
    return [Source(*store.original(batch_id)) for batch_id in found["batch_id"].to_pylist()]


@dataclass(frozen=True)
class _Stored:
    """A stored form whose unit nothing has confirmed yet; `largest` of its amounts in 万元."""

    batch_id: str
    project: str | None
    department: str | None
    fiscal_year: int | None
    unit_status: str
    largest: Decimal | None


UNCONFIRMED = (Path(store_package.__file__).parent / "unconfirmed_forms.sql").read_text("utf-8")


def _reread(store: Store, read: Read, sources: Sequence[Source], fresh: Sequence[FileReading]) -> list[Incoming]:
    """Stored files whose forms read differently now that the new files are there."""
    spoken = _Evidence.of(fresh)
    if not spoken.departments:
        return []
    rows = store.snapshot().table(UNCONFIRMED, {"kind": SELF_EVALUATION, "departments": sorted(spoken.departments)}).to_pylist()
    touched = {form.batch_id for form in (_Stored(**row) for row in rows) if spoken.touches(form)}
    own = {reading.sha256 for reading in fresh}
    batches = [info for info in store.batches() if info.batch_id in touched and info.sha256 not in own]
    found = [_again(store, read, info, sources, fresh) for info in batches]
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class _Evidence:
    """What new files say about others: projects by normalised name, and what departments spent in all (万元)."""

    projects: frozenset[str]
    totals: Mapping[tuple[str | None, int | None], Decimal]
    departments: frozenset[str]

    @classmethod
    def of(cls, readings: Sequence[FileReading]) -> _Evidence:
        claims = [claim for reading in readings for claim in reading.claims]
        rows = [row for reading in readings for form in reading.forms if form.kind == DEPARTMENT_EVALUATION for row in form.rows]
        totals = {(row.department, row.fiscal_year): row.values["revised_budget"] for row in rows if row.values.get("revised_budget")}
        departments = {claim.department for claim in claims} | {row.department for row in rows}
        return cls(frozenset(normalised(claim.project) for claim in claims), totals, frozenset(name for name in departments if name))

    def touches(self, form: _Stored) -> bool:
        """Whether the new files could settle the unit of this form."""
        total = self.totals.get((form.department, form.fiscal_year))
        beyond = total is not None and (form.unit_status == "suspect" or (form.largest is not None and form.largest > total))
        return beyond or normalised(form.project) in self.projects


def _again(store: Store, read: Read, info: Any, beside: Sequence[Source], fresh: Sequence[FileReading]) -> Incoming | None:
    """The stored file read again, where a unit became more certain and none less; None otherwise."""
    name, content = store.original(info.batch_id)
    answers = replace(Answers(), **info.decisions)
    snapshot = store.snapshot()
    before = _units(snapshot, info.batch_id)
    claims = [*(claim for reading in fresh for claim in reading.claims), *store.claims()]
    companions = [*beside, *_evaluations(store, _departments(snapshot, info.batch_id))]
    reading = read([Source(name, content), *companions], answers, claims, store.aliases())[0]
    after = {(form.sheet, form.range): (form.amount_unit.status, form.amount_unit.used) for form in reading.forms}
    if not _storable(reading) or not before.keys() <= after.keys():
        return None
    pairs = [(before[place], after[place]) for place in before]
    if all(old == new for old, new in pairs) or any(CERTAINTY[new[0]] < CERTAINTY[old[0]] for old, new in pairs):
        return None
    return Incoming(reading, content, info.decisions, info.replace_whole, instead_of=info.batch_id)


def _units(snapshot: Snapshot, batch_id: str) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = snapshot.table("select sheet, range, unit_status, unit_used from form where batch_id = $batch_id", {"batch_id": batch_id}).to_pylist()
    return {(row["sheet"], row["range"]): (row["unit_status"], row["unit_used"]) for row in rows}


def _departments(snapshot: Snapshot, batch_id: str) -> list[str]:
    sql = "select distinct department from form where batch_id = $batch_id and department is not null"
    return snapshot.table(sql, {"batch_id": batch_id})["department"].to_pylist()
