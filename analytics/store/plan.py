"""What committing a file would change, record by record. Nothing is stored to find out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from analytics.reading.records import FileReading, Form, Row
from analytics.store.keys import form_name, keyed
from analytics.store.snapshot import Snapshot

FIGURES = ("initial_budget", "budget", "executed", "score")
POINTS = ("weight", "score")


@dataclass(frozen=True)
class Points:
    """One indicator as it is compared: its name, and weight and score in points."""

    name: str
    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True)
class Record:
    """A form or table line that can be replaced as one. Figures are those people compare: amounts in 万元, points.

    `initial_budget` only where `budget` is the revised one.
    """

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
    initial_budget: Decimal | None = None
    indicators: tuple[Points, ...] = ()

    @property
    def scope(self) -> tuple[str, str, str, int]:
        """What 整体替换 replaces as a whole: kind, district, department, year."""
        return (self.kind, self.district or "", self.department or "", self.fiscal_year or 0)


@dataclass(frozen=True)
class Replacement:
    """A stored record and the one that takes its place; `changes` is {field: (old, new)} where they differ.

    Fields are `name` and FIGURES; those of an indicator are named `weight:清扫面积` and `score:清扫面积`.
    """

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
    initial = total.initial_budget if total and form.has_revised_column else None
    points = tuple(Points(line.level3 or "", line.weight, line.score) for line in form.indicators)
    return Record(key, *scope, name, budget, total.executed if total else None, form.total_score, initial_budget=initial, indicators=points)


def _of_row(form: Form, row: Row, key: str) -> Record:
    scope = (form.kind, row.district or form.district, row.department or form.department, row.fiscal_year or form.fiscal_year)
    values = row.values
    budget = _first(values, "revised_budget", "initial_budget", "amount")
    executed, points = _first(values, "executed", "final_accounts"), _first(values, "score")
    initial = _first(values, "initial_budget") if _first(values, "revised_budget") is not None else None
    return Record(key, *scope, row.name or row.line, budget, executed, points, initial_budget=initial)


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
    pairs |= _points_beside(old.indicators, new.indicators)
    return Replacement(old, new, {name: pair for name, pair in pairs.items() if _differ(*pair)})


def _points_beside(old: tuple[Points, ...], new: tuple[Points, ...]) -> dict[str, tuple[Any, Any]]:
    """Weights and scores by indicator; indicators of one name are told apart by their order."""
    before, after = _numbered(old), _numbered(new)
    nothing = Points("")
    return {f"{what}:{name}": (getattr(before.get(name, nothing), what), getattr(after.get(name, nothing), what)) for name in before | after for what in POINTS}


def _numbered(indicators: tuple[Points, ...]) -> dict[str, Points]:
    seen: Counter[str] = Counter()
    named = {}
    for one in indicators:
        seen[one.name] += 1
        named[one.name if seen[one.name] == 1 else f"{one.name}（{seen[one.name]}）"] = one
    return named


def _differ(old: Any, new: Any) -> bool:
    if isinstance(old, str) or isinstance(new, str) or old is None or new is None:
        return old != new
    return abs(Decimal(str(old)) - Decimal(str(new))) >= Decimal("0.000001")


STORED = (Path(__file__).parent / "stored_records.sql").read_text("utf-8")


def _stored(snapshot: Snapshot, scopes: set[tuple[str, str, str, int]]) -> dict[str, Record]:
    if not scopes:
        return {}
    kinds, districts, departments, years = map(list, zip(*sorted(scopes), strict=True))
    return _records(snapshot, False, kinds=kinds, districts=districts, departments=departments, years=years)


def _records(snapshot: Snapshot, everything: bool, **scopes: list) -> dict[str, Record]:
    rows = snapshot.table(STORED, {"everything": everything, **scopes}).to_pylist()
    return {row["record_key"]: Record(**row | {"indicators": tuple(Points(**one) for one in row["indicators"] or ())}) for row in rows}


# ---- two versions


@dataclass(frozen=True)
class Difference:
    """What one version of the data holds against an earlier one; `changed` only where a compared figure differs."""

    added: tuple[Record, ...]
    gone: tuple[Record, ...]
    changed: tuple[Replacement, ...]
    same: int


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """The records that `new` has more or fewer than `old`, and those whose figures are others."""
    before, after = (_records(one, True, kinds=[], districts=[], departments=[], years=[]) for one in (old, new))
    both = [_replacement(before[key], record) for key, record in after.items() if key in before]
    changed = tuple(one for one in both if one.changes)
    return Difference(
        tuple(record for key, record in after.items() if key not in before),
        tuple(record for key, record in before.items() if key not in after),
        changed,
        len(both) - len(changed),
    )
