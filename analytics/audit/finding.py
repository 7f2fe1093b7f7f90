"""What a rule says (`Hit`) and what the audit makes of it (`Finding`): a doubt that leads back to cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

CELL_UNIT = "个别金额的单位"
"""The field of a finding about single cells of a form in another unit than the rest; stated and recomputed name each cell."""
PROJECT_KINDS = (None, "project_claims", "project_register")
"""Kinds of rows whose name is that of a project; rows of the desk's own tables of forms have no kind."""


class Place(NamedTuple):
    """A cell of a stored file; `text` is what the sheet shows there, filled in by the runner where it is None.

    A tuple, not a dataclass, as is `Hit`: millions of them are made in one audit.
    """

    batch_id: str
    file: str
    sheet: str
    cell: str
    text: str | None = None


def shown_cell(cell: Mapping[str, str | None]) -> str:
    """The cell of a finding as people are told it: its address, in a Word document the table with row and column."""
    return cell.get("place") or cell["cell"] or ""


@dataclass(frozen=True)
class Term:
    """A figure that a calculation starts from. `cell` is a place while a rule works, then {file, sheet, cell, text}."""

    name: str  # a, b, … as the formula calls it
    label: str
    value: float | str  # a ratio where the unit is %
    unit: str | None = None
    cell: Mapping[str, str | None] | Place | None = None


@dataclass(frozen=True)
class Calculation:
    """How a figure was recomputed: a formula in the syntax of a spreadsheet over the names of its terms.

    The result is what the finding calls `recomputed`; without a `stated_label` it is a figure of its own (a difference, a rate).
    """

    terms: tuple[Term, ...]
    formula: str  # ROUND(b / a * c, 2)
    result_label: str
    stated_label: str
    unit: str | None = None  # of the result; %: the result is a ratio


class Hit(NamedTuple):
    """What a rule found at one record. `severity` and `certainty` are set only where they differ from the rule's card."""

    record_key: str
    field: str
    message: str
    district: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    project: str | None = None
    projects: tuple[str, ...] = ()
    stated: str | None = None
    recomputed: str | None = None
    difference: float | None = None
    amount_at_stake: float | None = None  # 万元
    places: tuple[Place, ...] = ()
    severity: str | None = None
    certainty: str | None = None
    rule_set: str | None = None  # the scoring rule under which the hit holds
    cause: str | None = None  # what explains several findings of one form
    calculation: Calculation | None = None


@dataclass(frozen=True)
class Finding:
    """A doubt about a record, with the figures and the cells it rests on. `key` survives a re-import."""

    key: str
    rule: str
    family: str
    severity: str  # error | warning | note
    certainty: str  # arithmetic | cross_reference | rule_dependent | pattern
    district: str | None
    department: str | None
    fiscal_year: int | None
    project: str | None
    projects: tuple[str, ...]
    field: str
    stated: str | None
    recomputed: str | None
    difference: float | None
    amount_at_stake: float | None
    message: str
    basis: str
    cells: tuple[Mapping[str, str | None], ...]
    record_key: str
    rule_set: str | None = None
    cause: str | None = None
    status: str = "open"
    calculation: Calculation | None = None


def key_of(rule: str, record_key: str, what: str, occurrence: int = 1) -> str:
    """The same for the same doubt about the same record, whatever batch holds it."""
    text = "|".join((rule, record_key, what, *([str(occurrence)] if occurrence > 1 else [])))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def places(row: Mapping[str, Any], *fields: str) -> tuple[Place, ...]:
    """Where these fields of a row stand; a field without a cell is left out."""
    cells = row.get("cells") or {}
    found = _addresses_in(cells, fields) if isinstance(cells, str) else _addresses(cells, fields)
    batch_id, file, sheet = (row["batch_id"], row["file"], row["sheet"]) if found else ("", "", "")
    return tuple([Place(batch_id, file, sheet, cell) for cell in found])


def _addresses(cells: Mapping[str, str], fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells[name] for name in fields if cells.get(name)))


@lru_cache(maxsize=65536)
def _addresses_in(text: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Forms of one layout share their cells: most of a department is looked up once."""
    return _addresses(json.loads(text), fields)


def hit(row: Mapping[str, Any], field: str, message: str, **more: Any) -> Hit:
    """A hit at the record that a row belongs to: its scope and project come from the row."""
    for name in ("stated", "recomputed"):
        if more.get(name) is not None:
            more[name] = plain(more[name])
    for name in ("difference", "amount_at_stake"):
        if more.get(name) is not None:
            more[name] = float(more[name])
    at = tuple(more.pop("places", ()))
    project = more.pop("project", row.get("name") if "form_id" in row and row.get("kind") in PROJECT_KINDS else None)
    return Hit(row.get("record_key"), field, message, *map(row.get, ("district", "department", "fiscal_year")), project, places=at, **more)


def plain(value: Any) -> str | None:
    """A figure as people write it: no trailing zeros, no exponent; texts as they are."""
    if value is None or isinstance(value, str):
        return value
    number = Decimal(str(round(value, 10))) if isinstance(value, float) else Decimal(value)
    return f"{number.normalize():f}"


def percent(ratio: float | Decimal, digits: int = 2) -> str:
    """A ratio as a percentage."""
    return f"{float(ratio) * 100:.{digits}f}%"


def group_key(row: Mapping[str, Any]) -> str:
    """The record of what concerns a department as a whole."""
    return f"department|{row['district'] or ''}|{row['department'] or ''}|{row['fiscal_year'] or ''}"


def group_hit(rows: Iterable[Mapping[str, Any]], field: str, message: str, **more: Any) -> Hit:
    """A hit that several projects of a department share."""
    listed = list(rows)
    names = tuple(dict.fromkeys(row["name"] for row in listed if row.get("name")))
    return hit({**listed[0], "record_key": group_key(listed[0])}, field, message, project=None, projects=names, **more)


@dataclass(frozen=True)
class Run:
    """How a rule fared: records it looked at, records it passed, hits; `because` where it could not run, `failed` where it broke down."""

    rule: str
    examined: int = 0
    hits: int = 0
    because: str | None = None
    failed: bool = False


@dataclass(frozen=True)
class Afresh:
    """What an audit found anew: all about these departments (an empty text: records of none), and these rules everywhere.

    All else was taken over from the audit of that version.
    """

    version: str
    departments: frozenset[str]
    rules: frozenset[str]

    def covers(self, rule: str, department: str | None) -> bool:
        """Whether a finding of this rule about this department was looked for."""
        return rule in self.rules or (department or "") in self.departments


@dataclass(frozen=True)
class Audit:
    """All findings of a snapshot, worst first, and how each rule fared. `afresh` is None where everything was found anew."""

    findings: tuple[Finding, ...]
    runs: tuple[Run, ...] = field(default_factory=tuple)
    afresh: Afresh | None = field(default=None, compare=False)

    @property
    def not_run(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.because)
