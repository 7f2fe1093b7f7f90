"""All cases of a store as they are read: joined to the findings of the current snapshot, kept until either changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from analytics.access import Person, may
from analytics.audit import moves
from analytics.audit.case import Case, by_status, finding_in, worst_first
from analytics.audit.finding import Finding
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

    def counts(self, person: Person | None = None) -> dict[str, int]:
        """How many cases stand at each status."""
        return dict(by_status(self.read_by(person)))

    def _read(self) -> _Read:
        snapshot = self._store.snapshot()
        data = (snapshot.path, snapshot.path.stat().st_mtime_ns, self._store.ledger.url, rules_mark())
        key = (*data, snapshot.revision)
        with _lock:
            if key not in _lists:
                before = next((read for other, read in reversed(_lists.items()) if other[:-1] == data), None)
                _lists[key] = self._make({one.key: one for one in audit_of(snapshot).findings}, snapshot.version, before)
            _lists.move_to_end(key)
            while len(_lists) > _KEPT_LISTS:
                _lists.popitem(last=False)
            return _lists[key]

    def _make(self, found: dict[str, Finding], version: str, before: _Read | None) -> _Read:
        """All cases; of `before`, read from the same snapshot, only those that moved since are read anew."""
        with self._store.understandable(), self._store.ledger.engine.connect() as connection:
            step = case_ledger.last_step(connection)
            off, by_units = frozenset(case_ledger.switched_off(connection)), case_ledger.evidence_counts(connection, "clerk")
            moved = case_ledger.rows(connection, case_ledger.moved_since(connection, before.step)) if before else {}
            rows = before.rows | moved if before else {row.key: row for row in case_ledger.all_rows(connection)}
            weak = frozenset(hints(rows.values()))
            same = before if before and (before.weak, before.off) == (weak, off) and moved.keys() <= before.rows.keys() else None
            wanted = moved if same else rows
            contents = case_ledger.contents(connection, [key for key in wanted if key not in found])
        made = {
            row.key: _case(row, found.get(row.key) or finding_in(contents[row.key]), version, row.rule in weak)
            for row in wanted.values()
            if row.rule not in off
        }
        if same is None:
            cases = tuple(worst_first(made.values()))
            return _Read(cases, rows, by_units, weak, off, step, {case.key: at for at, case in enumerate(cases)})
        changed = list(same.cases)  # a move leaves a case at its place: what makes it bad is its finding
        for key, case in made.items():
            changed[same.places[key]] = case
        return _Read(tuple(changed), rows, by_units, weak, off, step, same.places)


def _case(row: CaseRow, finding: Finding, version: str, hint: bool) -> Case:
    severity = "note" if hint else finding.severity
    shown = finding if (finding.status, finding.severity) == (row.status, severity) else replace(finding, status=row.status, severity=severity)
    return Case(
        *(shown, row.status, row.verdict, row.owner, row.due, row.replies, row.evidence, row.opened_version, row.seen_version or version),
        *(row.present, row.closed_how, row.closed_batch, row.issued_by, row.verified_by),
    )
