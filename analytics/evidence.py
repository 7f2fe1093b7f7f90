"""Evidence for units comes and goes: which stored files must be read again when it does.

A stored form whose unit was doubted, or merely believed, is read again when a new file speaks about it; one whose unit
rests on a file is read again when that file is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import analytics.store as store_package
from analytics.reading import Answers, Source
from analytics.reading.records import DEPARTMENT_EVALUATION, SELF_EVALUATION, FileReading
from analytics.store import BatchInfo, Incoming, Store
from analytics.store.batch import FormUnit, form_units, unit_of
from analytics.store.keys import normalised

CERTAINTY = {"suspect": 0, "stated": 1, "corrected": 2, "proven": 2}
NO_ANSWERS = Answers()
UNCONFIRMED = (Path(store_package.__file__).parent / "unconfirmed_forms.sql").read_text("utf-8")

Read = Callable[..., list[FileReading]]  # read_files, or read_apart
Answered = tuple[Source, Answers]


def storable(reading: FileReading) -> bool:
    """Whether a reading can be stored as it is."""
    return not reading.refused and not reading.questions and bool(reading.forms)


def stored_file(store: Store, batch_id: str) -> Answered:
    """The kept original of a batch with the answers that it was stored with."""
    return Source(*store.original(batch_id)), _answers(store.batch(batch_id).decisions)


def stating_totals(store: Store, departments: Iterable[str | None], without: str | None = None) -> list[Answered]:
    """The stored files that state what these departments spent in all; batch `without` is passed over."""
    sql = "select distinct batch_id from table_row where kind = $kind and department in (select unnest($departments)) order by batch_id"
    wanted = sorted(name for name in departments if name)
    found = store.snapshot().table(sql, {"kind": DEPARTMENT_EVALUATION, "departments": wanted or [""]})
    return [stored_file(store, batch_id) for batch_id in found["batch_id"].to_pylist() if batch_id != without and store.keeps(store.batch(batch_id))]


def read_beside(read: Read, first: Sequence[Answered], others: Sequence[Answered], *more: Any) -> list[FileReading]:
    """The readings of the first files, made together with others that may tell their units."""
    sources, answers = zip(*first, *others, strict=True)
    return read(sources, answers, *more)[: len(first)]


def touched_by(store: Store, read: Read, fresh: Sequence[Incoming]) -> list[Incoming]:
    """Stored files whose forms read more certainly now that the new files are there."""
    spoken = _Spoken.of([one.reading for one in fresh])
    if not spoken.departments:
        return []
    rows = store.snapshot().table(UNCONFIRMED, {"kind": SELF_EVALUATION, "departments": sorted(spoken.departments)}).to_pylist()
    touched = {form.batch_id for form in (_Stored(**row) for row in rows) if spoken.touches(form)}
    own = {one.reading.sha256 for one in fresh}
    batches = [info for info in store.batches() if info.batch_id in touched and info.sha256 not in own]
    claims = [*(claim for one in fresh for claim in one.reading.claims), *store.claims()]
    beside = [(Source(one.reading.file, one.content), _answers(one.decisions)) for one in fresh]
    found = [_again(store, read, info, claims, [*beside, *stating_totals(store, _departments(store, info))]) for info in batches]
    return [one for before, one in found if one and _settled_otherwise(before, _units(one.reading)) and _no_less_certain(before, _units(one.reading))]


def resting_on(store: Store, read: Read, gone: BatchInfo) -> list[Incoming]:
    """Stored files with a unit that this file proves, as they read without it."""
    active = [info for info in store.batches() if info.status == "active" and info.batch_id != gone.batch_id]
    touched = [info for info in active if any(gone.file in one.evidence for one in form_units(store.batch_directory, info.batch_id))]
    claims = store.claims(without=gone.batch_id) if touched else []
    found = [_again(store, read, info, claims, stating_totals(store, _departments(store, info), gone.batch_id)) for info in touched]
    return [one for before, one in found if one and before != {place: unit for place, unit in _units(one.reading).items() if place in before}]


def come_back(store: Store, read: Read, info: BatchInfo) -> Incoming | None:
    """A withdrawn file as it reads beside what is stored now; None where its units are what they were."""
    before, again = _again(store, read, info, store.claims(), stating_totals(store, _departments(store, info)))
    return again if again and _settled_otherwise(before, _units(again.reading)) else None


Place = tuple[str, str]  # sheet and range


def _again(store: Store, read: Read, info: BatchInfo, claims: Sequence[Any], beside: Sequence[Answered]) -> tuple[dict[Place, FormUnit], Incoming | None]:
    """The units as stored, and the file read again; None where it was not kept, can no longer be stored, or not every form is found again."""
    before = {(one.sheet, one.range): one for one in form_units(store.batch_directory, info.batch_id)}
    if not store.keeps(info):
        return before, None
    source, answers = stored_file(store, info.batch_id)
    (reading,) = read_beside(read, [(source, answers)], beside, claims, store.aliases())
    whole = storable(reading) and before.keys() <= _units(reading).keys()
    return before, Incoming(reading, source.content, info.decisions, info.replace_whole, instead_of=info.batch_id) if whole else None


def _units(reading: FileReading) -> dict[Place, FormUnit]:
    return {(form.sheet, form.range): unit_of(form) for form in reading.forms}


def _settled_otherwise(before: Mapping[Place, FormUnit], after: Mapping[Place, FormUnit]) -> bool:
    return any((one.status, one.used) != (after[place].status, after[place].used) for place, one in before.items())


def _no_less_certain(before: Mapping[Place, FormUnit], after: Mapping[Place, FormUnit]) -> bool:
    return all(CERTAINTY[after[place].status] >= CERTAINTY[one.status] for place, one in before.items())


def _answers(decisions: Mapping[str, Any]) -> Answers:
    known = {one.name for one in fields(Answers)}
    return Answers(**{name: value for name, value in decisions.items() if name in known})


def _departments(store: Store, info: BatchInfo) -> set[str | None]:
    return {one.department for one in form_units(store.batch_directory, info.batch_id)}


@dataclass(frozen=True)
class _Stored:
    """A stored form whose unit nothing has confirmed yet; `largest` of its amounts in 万元."""

    batch_id: str
    project: str | None
    department: str | None
    fiscal_year: int | None
    unit_status: str
    largest: Decimal | None


@dataclass(frozen=True)
class _Spoken:
    """What new files say about others: projects by normalised name, and what departments spent in all (万元)."""

    projects: frozenset[str]
    totals: Mapping[tuple[str | None, int | None], Decimal]
    departments: frozenset[str]

    @classmethod
    def of(cls, readings: Sequence[FileReading]) -> _Spoken:
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
