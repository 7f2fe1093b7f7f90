"""All cases of a store as they are read: joined to the findings of the current snapshot, kept until either changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from analytics.access import Person
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


_lists: OrderedDict[tuple[object, ...], _Read] = OrderedDict()
_lock = threading.Lock()


class CaseList:
    """What persons see of the cases of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def seen_by(self, person: Person | None) -> tuple[Case, ...]:
        """Worst first; a unit sees its own, with the number of its own files."""
        read = self._read()
        if person is None or person.role in moves.AUDITORS:
            return read.cases
        own = (case for case in read.cases if moves.sees(read.rows[case.key], person))
        return tuple(replace(case, evidence=read.by_units.get(case.key, 0)) for case in own)

    def counts(self) -> dict[str, int]:
        """How many cases stand at each status."""
        return dict(by_status(self._read().cases))

    def _read(self) -> _Read:
        snapshot = self._store.snapshot()
        key = (snapshot.path, snapshot.path.stat().st_mtime_ns, self._store.ledger.url, snapshot.revision, rules_mark())
        with _lock:
            if key not in _lists:
                _lists[key] = self._make({one.key: one for one in audit_of(snapshot).findings}, snapshot.version)
            _lists.move_to_end(key)
            while len(_lists) > _KEPT_LISTS:
                _lists.popitem(last=False)
            return _lists[key]

    def _make(self, found: dict[str, Finding], version: str) -> _Read:
        with self._store.understandable(), self._store.ledger.engine.connect() as connection:
            rows = {row.key: row for row in case_ledger.all_rows(connection)}
            missing = [key for key in rows if key not in found]
            contents = case_ledger.contents(connection, missing)
            off, by_units = case_ledger.switched_off(connection), case_ledger.evidence_counts(connection, "clerk")
        weak = hints(rows.values())
        shown = [row for row in rows.values() if row.rule not in off]
        cases = worst_first(_case(row, found.get(row.key) or finding_in(contents[row.key]), version, row.rule in weak) for row in shown)
        return _Read(tuple(cases), rows, by_units)


def _case(row: CaseRow, finding: Finding, version: str, hint: bool) -> Case:
    shown = replace(finding, status=row.status, severity="note" if hint else finding.severity)
    same = ("status", "verdict", "owner", "due", "replies", "evidence", "opened_version", "present", "closed_how", "closed_batch", "issued_by", "verified_by")
    return Case(finding=shown, seen_version=row.seen_version or version, **{name: getattr(row, name) for name in same})
