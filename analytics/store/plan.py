"""What committing a file would change, record by record. Nothing is stored to find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from analytics.reading.records import FileReading, Form, Row
from analytics.store.keys import form_name, keyed
from analytics.store.snapshot import Snapshot

FIGURES = ("budget", "executed", "score")


@dataclass(frozen=True)
class Record:
    """A form or table line that can be replaced as one. Figures are those people compare: 万元, 万元, points."""

    record_key: str
    kind: str
    district: str | None
    department: str | None
    fiscal_year: int | None
    name: str | None
    budget: Decimal | None = None
    executed: Decimal | None = None
    score: Decimal | None = None
    batch_id: str | None = None  # of a stored one

    @property
    def scope(self) -> tuple[str, str, str, int]:
        """What 整体替换 replaces as a whole: kind, district, department, year."""
        return (self.kind, self.district or "", self.department or "", self.fiscal_year or 0)


@dataclass(frozen=True)
class Replacement:
    """A stored record and the one that takes its place; `changes` is {field: (old, new)} where they differ."""

    old: Record
    new: Record
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class FilePlan:
    """What one file would do. `left` are stored records of its scopes that it does not hold; with 整体替换 they go (`removed`)."""

    file: str
    sha256: str
    added: tuple[Record, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    left: tuple[Record, ...] = ()
    removed: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The plans of the files of one import, in order."""

    files: tuple[FilePlan, ...] = field(default_factory=tuple)

    def count(self, what: str) -> int:
        """How many records of all files are `added`, `replaced`, `left` or `removed`."""
        return sum(len(getattr(plan, what)) for plan in self.files)


def records(reading: FileReading) -> Iterator[Record]:
    """The replaceable records of a file: forms, or the lines of forms that are tables."""
    for form, key, rows in keyed(reading):
        if rows:
            yield from (_of_row(form, row, row_key) for row, row_key in rows)
        else:
            yield _of_form(form, key)


def _of_form(form: Form, key: str) -> Record:
    total = next((line for line in form.funding if line.source == "total"), None)
    budget = (total.revised_budget if form.has_revised_column else total.initial_budget) if total else None
    name = form.project.name if form.project else form_name(form)
    scope = (form.kind, form.district, form.department, form.fiscal_year)
    return Record(key, *scope, name, budget, total.executed if total else None, form.total_score)


def _of_row(form: Form, row: Row, key: str) -> Record:
    scope = (form.kind, row.district or form.district, row.department or form.department, row.fiscal_year or form.fiscal_year)
    values = row.values
    budget = _first(values, "revised_budget", "initial_budget", "amount")
    return Record(key, *scope, row.name or row.line, budget, _first(values, "executed", "final_accounts"), _first(values, "score"))


def _first(values: Mapping[str, Any], *names: str) -> Decimal | None:
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, (Decimal, int, float))), None)


def make_plan(snapshot: Snapshot, readings: Iterable[tuple[FileReading, bool]]) -> Plan:
    """The plan for files in order, each with whether it replaces as a whole; a later file sees what an earlier one brought."""
    read = [(reading, whole, list(records(reading))) for reading, whole in readings]
    stored = _stored(snapshot, {record.scope for _, _, found in read for record in found})
    return Plan(tuple(_one(reading, whole, found, stored) for reading, whole, found in read))


def _one(reading: FileReading, whole: bool, found: list[Record], stored: dict[str, Record]) -> FilePlan:
    keys = {record.record_key for record in found}
    scopes = {record.scope for record in found}
    rest = tuple(record for record in stored.values() if record.scope in scopes and record.record_key not in keys)
    added = tuple(record for record in found if record.record_key not in stored)
    replaced = tuple(_replacement(stored[new.record_key], new) for new in found if new.record_key in stored)
    if whole:
        for record in rest:
            del stored[record.record_key]
    stored.update((record.record_key, record) for record in found)
    return FilePlan(reading.file, reading.sha256, added, replaced, () if whole else rest, rest if whole else ())


def _replacement(old: Record, new: Record) -> Replacement:
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in ("name", *FIGURES)}
    return Replacement(old, new, {name: pair for name, pair in pairs.items() if _differ(*pair)})


def _differ(old: Any, new: Any) -> bool:
    if isinstance(old, str) or isinstance(new, str) or old is None or new is None:
        return old != new
    return abs(Decimal(str(old)) - Decimal(str(new))) >= Decimal("0.000001")


STORED = (Path(__file__).parent / "stored_records.sql").read_text("utf-8")


def _stored(snapshot: Snapshot, scopes: set[tuple[str, str, str, int]]) -> dict[str, Record]:
    if not scopes:
        return {}
    kinds, districts, departments, years = map(list, zip(*sorted(scopes), strict=True))
    bound = {"kinds": kinds, "districts": districts, "departments": departments, "years": years}
    return {row["record_key"]: Record(**row) for row in snapshot.table(STORED, bound).to_pylist()}
