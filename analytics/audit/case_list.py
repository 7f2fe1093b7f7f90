"""All cases of a store as they are read: joined to the findings of the current snapshot, kept until either changes."""

from __future__ import annotations

import threading
from bisect import insort
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.access import Person, may
from analytics.audit import moves
from analytics.audit.case import Case, badness, by_status, finding_in, worst_first
from analytics.audit.finding import Audit, Finding
from analytics.audit.kept import audit_of
from analytics.audit.rule_records import hints
from analytics.audit.runner import rules_mark
from analytics.store import CaseRow, Store, case_ledger

_KEPT_LISTS = 2


@dataclass(frozen=True)
class _Read:
    cases: tuple[Case, ...]
    rows: dict[str, CaseRow]
    by_units: dict[str, int]  # files that units attached
    weak: frozenset[str]  # rules that are mere hints
    off: frozenset[str]  # rules that are switched off
    step: int  # the newest step when it was read
    places: dict[str, int]  # of cases, by key
    version: str  # of the snapshot


_lists: OrderedDict[tuple[object, ...], _Read] = OrderedDict()
_lock = threading.Lock()


class CaseList:
    """What persons see of the cases of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def seen_by(self, person: Person | None) -> tuple[Case, ...]:
        """Worst first; a unit sees its own, with the number of its own files."""
        read = self._read()
        if person is None or (person.role in moves.AUDITORS and not person.districts):
            return read.cases
        if person.role in moves.AUDITORS:
            return tuple(case for case in read.cases if person.scope.holds(case.finding.district))
        own = (case for case in read.cases if moves.sees(read.rows[case.key], person) and person.scope.holds(case.finding.district))
        return tuple(replace(case, evidence=read.by_units.get(case.key, 0)) for case in own)

    def read_by(self, person: Person | None) -> tuple[Case, ...]:
        """Worst first: all within the districts of who may read findings, of a unit its own."""
        if not may(person, "read_doubts"):
            return self.seen_by(person)
        cases = self._read().cases
        return cases if person is None or not person.districts else tuple(case for case in cases if person.scope.holds(case.finding.district))

    def about(self, department: str | None, person: Person | None) -> tuple[Case, ...]:
        """The readable cases about a department (None: about none), worst first, out of the ledger alone; files are not counted."""
        with self._store.understandable(), self._store.ledger.engine.connect() as connection:
            version, _ = case_ledger.in_line_with(connection)
            off, weak = frozenset(case_ledger.switched_off(connection)), hints(case_ledger.judged(connection))
            rows = [row for row in case_ledger.rows_of(connection, [department or ""], ()) if row.rule not in off]
            if not may(person, "read_doubts"):
                rows = [row for row in rows if moves.sees(row, person)]
            contents = case_ledger.contents(connection, [row.key for row in rows])
        found = worst_first(_case(row, finding_in(contents[row.key]), version, row.rule in weak) for row in rows)
        return tuple(case for case in found if person is None or person.scope.holds(case.finding.district))

    def counts(self, person: Person | None = None) -> dict[str, int]:
        """How many cases stand at each status."""
        return dict(by_status(self.read_by(person)))

    def _read(self) -> _Read:
        snapshot = self._store.snapshot()
        data = (snapshot.path, snapshot.path.stat().st_mtime_ns, self._store.ledger.url, rules_mark())
        key = (*data, snapshot.revision)
        with _lock:
            if key not in _lists:
                found = audit_of(snapshot)
                before = next((read for other, read in reversed(_lists.items()) if other[:-1] == data), None) or _taken_over(found, data)
                _lists[key] = self._make(found, snapshot.version, before)
            _lists.move_to_end(key)
            while len(_lists) > _KEPT_LISTS:
                _lists.popitem(last=False)
            return _lists[key]

    def _make(self, found: Audit, version: str, before: _Read | None) -> _Read:
        """All cases; of `before`, only those that moved since, or about which the audit found anew, are read again."""
        anew = found.afresh if before and before.version != version else None
        with self._store.understandable(), self._store.ledger.engine.connect() as connection:
            step = case_ledger.last_step(connection)
            off, by_units = frozenset(case_ledger.switched_off(connection)), case_ledger.evidence_counts(connection, "clerk")
            moved = case_ledger.rows(connection, case_ledger.moved_since(connection, before.step)) if before else {}
            moved |= {row.key: row for row in case_ledger.rows_of(connection, anew.departments, anew.rules)} if anew else {}
            rows = before.rows | moved if before else {row.key: row for row in case_ledger.all_rows(connection)}
            weak = frozenset(hints(rows.values()))
            same = before if before and (before.weak, before.off) == (weak, off) and (anew or moved.keys() <= before.rows.keys()) else None
            wanted = moved if same else rows
            findings = {one.key: one for one in found.findings if one.key in wanted}
            contents = case_ledger.contents(connection, [key for key in wanted if key not in findings])
        made = {
            row.key: _case(row, findings.get(row.key) or finding_in(contents[row.key]), version, row.rule in weak)
            for row in wanted.values()
            if row.rule not in off
        }
        if same is None:
            cases = worst_first(made.values())
        elif anew:
            cases = _put_in(same.cases, made, version)
        else:
            cases = _put_in_place(same, made)
        places = same.places if same and not anew else {case.key: at for at, case in enumerate(cases)}
        return _Read(tuple(cases), rows, by_units, weak, off, step, places, version)


def _taken_over(found: Audit, data: tuple[Path, int, str, str]) -> _Read | None:
    """What was read of the snapshot that an audit took most of its findings over from; None where that was long, or never."""
    new = found.afresh
    if new is None or max(len(new.departments), len(new.rules)) > case_ledger.CHUNK:
        return None
    beside = [read for (path, _, *others), read in _lists.items() if path.parent == data[0].parent and others[:2] == [*data[2:]]]
    return next((read for read in reversed(beside) if read.version == new.version), None)


def _put_in(cases: Iterable[Case], made: Mapping[str, Case], version: str) -> list[Case]:
    """The cases of the version before with those read again in their place; what no import touched is there still."""
    kept = [Case(**{**vars(case), "seen_version": version}) if case.present else case for case in cases if case.key not in made]
    for case in made.values():
        insort(kept, case, key=badness)
    return kept


def _put_in_place(same: _Read, made: Mapping[str, Case]) -> list[Case]:
    """A move leaves a case at its place: what makes it bad is its finding."""
    changed = list(same.cases)
    for key, case in made.items():
        changed[same.places[key]] = case
    return changed


def _case(row: CaseRow, finding: Finding, version: str, hint: bool) -> Case:
    severity = "note" if hint else finding.severity
    shown = finding if (finding.status, finding.severity) == (row.status, severity) else replace(finding, status=row.status, severity=severity)
    return Case(
        *(shown, row.status, row.verdict, row.owner, row.due, row.replies, row.evidence, row.opened_version, row.seen_version or version),
        *(row.present, row.closed_how, row.closed_batch, row.issued_by, row.verified_by),
    )
