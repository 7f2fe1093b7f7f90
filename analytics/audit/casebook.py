"""The life of findings: every one found has a case, and every move of a case is a step that says who, when and why.

疑点 → 已下发 → 单位说明 → 核实 → 整改 → 销号. Cases are always read in line with the current snapshot: a retest that an
interrupted process still owes is made up for by the next reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy as sa

from analytics.access import Person
from analytics.audit import doubted, moves
from analytics.audit.case import STATUSES, VERDICTS, Case, CaseError, Retest, RuleRecord, Step
from analytics.audit.case_files import kept_name, stored
from analytics.audit.case_list import CaseList
from analytics.audit.finding import Audit
from analytics.audit.kept import audit_of, read_already
from analytics.audit.retesting import flip_to, retest
from analytics.audit.rule_records import demand_reason, records
from analytics.audit.runner import rules_mark
from analytics.store import CaseRow, Snapshot, Store, attachments, case_ledger
from analytics.store.ledger import log

__all__ = ["STATUSES", "VERDICTS", "Case", "CaseError", "Casebook", "Retest", "RuleRecord", "Step"]


class Casebook:
    """The cases of a store. What a person must not do raises CaseError; several cases change together or not at all.

    Of a store as one person sees it, that person's: whoever reads without naming a person reads with those bounds.
    """

    def __init__(self, store: Store) -> None:
        self.store = store.whole
        self.person = store.person
        self._list = CaseList(self.store)

    # Reading

    def cases(self, person: Person | None = None) -> tuple[Case, ...]:
        """Worst first. A clerk sees what was issued to the own departments, a viewer nothing; without a person all."""
        self._catch_up()
        return self._list.seen_by(person or self.person)

    def readable(self) -> tuple[Case, ...]:
        """The cases whose finding the person of the store may read beside the figure it is about: leaders too, who work on none."""
        self._catch_up()
        return self._list.read_by(self.person)

    def about(self, department: str | None) -> tuple[Case, ...]:
        """Of the readable cases those about one department, without reading the others."""
        self._catch_up()
        return self._list.about(department, self.person)

    def case(self, key: str, person: Person | None = None) -> Case:
        """One case; raises CaseError where this person sees none of this key."""
        found = next((case for case in self.cases(person) if case.finding.key == key), None)
        if found is None:
            raise moves.unknown(key)
        return found

    def history(self, key: str, person: Person | None = None) -> tuple[Step, ...]:
        """The steps of a case, oldest first; a unit is not shown what auditors noted and attached for themselves."""
        person = person or self.person
        self.case(key, person)
        with self._reading() as connection:
            found = case_ledger.steps(connection, key)
        if person is not None and person.role not in moves.AUDITORS:
            found = [one for one in found if moves.open_to_units(one)]
        return tuple(Step(one.happened_at, one.actor, one.role, one.action, one.before, one.after, one.note, one.evidence) for one in found)

    def counts(self) -> dict[str, int]:
        """How many cases stand at each status: what a viewer may know."""
        self._catch_up()
        return self._list.counts(self.person)

    def doubted(self) -> doubted.Doubted:
        """What pages ask of the audit of the current snapshot: kept already, or the audit is made and the cases follow it first."""
        snapshot = self.store.snapshot()
        if (kept := doubted.doubted(snapshot)) is not None:
            return kept
        self._catch_up()
        snapshot = self.store.snapshot()
        kept = doubted.doubted(snapshot)
        return doubted.keep(self.store, snapshot, self._found(snapshot)) if kept is None else kept

    def ready(self) -> bool:
        """Whether the cases can be read without waiting for an audit, or for findings that this process has yet to take in."""
        snapshot = self.store.snapshot()
        return doubted.known(snapshot.path) and read_already(snapshot)

    # Following the data

    def retest(self, actor: str) -> Retest:
        """Bring the cases in line with the current snapshot; nothing happens where they are."""
        snapshot = self.store.snapshot()
        return self._retest(snapshot, actor) if self._behind(snapshot) else Retest()

    def _behind(self, snapshot: Snapshot) -> bool:
        with self._reading() as connection:
            version, mark = case_ledger.in_line_with(connection)
        return version < snapshot.version or mark != rules_mark()

    def _retest(self, snapshot: Snapshot, actor: str) -> Retest:
        found, mark = self._found(snapshot), rules_mark()
        told = self._follow(snapshot, found, mark, actor)
        doubted.keep(self.store, snapshot, found)
        return told

    def _found(self, snapshot: Snapshot) -> Audit:
        with self.store.understandable():
            return audit_of(snapshot)

    def _follow(self, snapshot: Snapshot, found: Audit, mark: str, actor: str) -> Retest:
        held = {info.version: frozenset(info.batches) for info in self.store.versions()}
        with self._turn() as connection:
            version, old_mark = case_ledger.in_line_with(connection)
            if version > snapshot.version or (version, old_mark) == (snapshot.version, mark):
                return Retest()  # another process was faster
            flip = flip_to(snapshot, version, held, self.store.batches(), found, same_rules=old_mark == mark)
            return retest(connection, found, flip, mark, actor)

    def _catch_up(self) -> None:
        snapshot = self.store.snapshot()
        if self._behind(snapshot):
            flipped = next((info.actor for info in self.store.versions() if info.version == snapshot.version), "")
            self._retest(snapshot, flipped or "系统")

    # Moves of an auditor

    def issue(self, keys: Sequence[str], person: Person, due: date | None = None, note: str = "") -> None:
        """下发: the unit sees the findings from now on."""
        self._move("issue", keys, person, note, lambda row: {"issued_by": person.name, **({"due": due} if due else {})})

    def take_back(self, keys: Sequence[str], person: Person, note: str) -> None:
        """撤回下发: the unit does not see them any more."""
        self._move("take_back", keys, person, note, lambda row: {"issued_by": None})

    def answer(self, key: str, person: Person, note: str) -> None:
        """An answer to the unit."""
        self._move("answer", [key], person, note, lambda row: {"replies": row.replies + 1})

    def verify(self, keys: Sequence[str], person: Person, verdict: str | None, note: str) -> None:
        """核实 with a key of VERDICTS."""
        moves.demand_verdict(verdict, note)
        self._move("verify", keys, person, note, lambda row: {"verdict": verdict, "last_verdict": verdict, "verified_by": person.name}, tell=VERDICTS[verdict])

    def rectify(self, keys: Sequence[str], person: Person, note: str, due: date | None = None) -> None:
        """要求整改."""
        self._move("rectify", keys, person, note, lambda row: {"due": due} if due else {}, moves.demand_fault)

    def close(self, keys: Sequence[str], person: Person, note: str, unmended: str = "") -> None:
        """销号, by another person than the one who verified; `unmended`: why a confirmed fault needs no 整改 before."""

        def demand(row: CaseRow) -> None:
            moves.demand_second_person(row, person)
            moves.demand_mending(row, unmended)

        def noted(row: CaseRow) -> str:
            return f"{note.strip()}（未经整改，理由：{unmended.strip()}）" if moves.unmended(row.status, row.verdict) else note.strip()

        self._move("close", keys, person, note, lambda row: {"closed_how": "person"}, demand, noted=noted)

    def reopen(self, keys: Sequence[str], person: Person, note: str) -> None:
        """Back to 疑点; what was decided before stays in the history."""
        cleared = dict.fromkeys(("verdict", "closed_how", "closed_batch", "left_at", "issued_by", "verified_by"))
        self._move("reopen", keys, person, note, lambda row: cleared)

    def assign(self, keys: Sequence[str], person: Person, owner: str | None) -> None:
        """Who sees to these findings; nobody with an empty name."""
        self._set("assign", keys, person, "owner", (owner or "").strip() or None)

    def set_due(self, keys: Sequence[str], person: Person, due: date | None) -> None:
        """By when; None: without a date."""
        self._set("set_due", keys, person, "due", due)

    def remark(self, key: str, person: Person, note: str) -> None:
        """A note that no unit sees."""
        self._move("remark", [key], person, note, lambda row: {})

    # Moves of a unit

    def explain(self, key: str, person: Person, note: str, dispute: bool = False) -> None:
        """What the unit says to a finding that was issued to it; `dispute`: it is of another opinion."""
        self._move("dispute" if dispute else "explain", [key], person, note, lambda row: {"replies": row.replies + 1})

    # Evidence

    def attach(self, key: str, person: Person, name: str, content: bytes) -> str:
        """Keep a file as evidence of a case; returns its sha256."""
        name = kept_name(name, content)
        self._check("attach", [key], person)
        with self.store.understandable():
            sha256 = attachments.keep(self.store.directory, content)
        with self._acting("attach", [key], person) as (connection, rows):
            if case_ledger.add_evidence(connection, key, sha256, name=name, size=len(content), actor=person.name, role=person.role):
                case_ledger.change(connection, {key: {"evidence": rows[key].evidence + 1}})
                case_ledger.add_steps(connection, [{**_by(person, "attach", key), "after": name, "evidence": sha256}])
                log(connection, person.name, [("case-attach", key, None, {"name": name, "sha256": sha256})])
        return sha256

    def evidence(self, sha256: str, person: Person | None = None) -> tuple[str, bytes]:
        """Name and bytes of a file that was attached; a unit gets back only what units attached to its own cases."""
        person = person or self.person
        within = {case.key for case in self.cases(person)} if person and person.districts else None
        self._catch_up()
        return stored(self.store, sha256, person, within)

    # Rules

    def rules(self) -> tuple[RuleRecord, ...]:
        """How every rule has fared with persons."""
        self._catch_up()
        with self._reading() as connection:
            return records(connection)

    def switch_rule(self, rule: str, on: bool, person: Person, reason: str) -> None:
        """Switch a rule off for this store with a reason, or on again; its cases stay in the ledger."""
        demand_reason(rule, on, person, reason)
        with self._turn() as connection:
            if (rule in case_ledger.switched_off(connection)) == on:
                case_ledger.switch_rule(connection, rule, on, person.name, reason.strip())

    # Inside

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self.store.understandable(), self.store.ledger.engine.connect() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[sa.Connection]:
        with self.store.understandable(), case_ledger.turn(self.store.ledger) as connection:
            yield connection

    @contextmanager
    def _acting(self, action: str, keys: Sequence[str], person: Person, note: str = "") -> Iterator[tuple[sa.Connection, dict[str, CaseRow]]]:
        self._catch_up()
        with self._turn() as connection:
            rows = self._within(case_ledger.rows(connection, keys), person)
            _demand(action, keys, rows, person, note)
            yield connection, rows

    def _check(self, action: str, keys: Sequence[str], person: Person) -> None:
        """Before anything is written to disk: whether the move would be allowed."""
        self._catch_up()
        with self._reading() as connection:
            _demand(action, keys, self._within(case_ledger.rows(connection, keys), person), person, "")

    def _within(self, rows: dict[str, CaseRow], person: Person) -> dict[str, CaseRow]:
        """Those of the rows that lie in the districts of the person: of the others there is nothing to be known."""
        if not person.districts:
            return rows
        seen = {case.key for case in self._list.seen_by(person)}
        return {key: row for key, row in rows.items() if key in seen}

    def _move(
        self, action: str, keys: Sequence[str], person: Person, note: str, values: Any, demand: Any = None, tell: str | None = None, noted: Any = None
    ) -> None:
        """Take one move with all keys; of a row `values` are the columns it sets and `noted` its note, `demand` raises what else speaks against it."""
        wanted = list(dict.fromkeys(keys))
        with self._acting(action, wanted, person, note) as (connection, rows):
            changes, steps = {}, []
            for key, row in rows.items():
                if demand:
                    demand(row)
                to = moves.move(action, row, person, note).to or row.status
                changes[key] = {**values(row), **({"status": to} if to != row.status else {})}
                told = {"before": VERDICTS.get(row.verdict or ""), "after": tell} if tell else {"before": row.status, "after": to}
                steps.append({**_by(person, action, key), **told, "note": noted(row) if noted else note.strip()})
            _write(connection, action, person, changes, steps)

    def _set(self, action: str, keys: Sequence[str], person: Person, column: str, value: Any) -> None:
        wanted = list(dict.fromkeys(keys))
        with self._acting(action, wanted, person) as (connection, rows):
            other = [row for row in rows.values() if getattr(row, column) != value]
            told = {row.key: {"before": _text(getattr(row, column)), "after": _text(value)} for row in other}
            _write(connection, action, person, {key: {column: value} for key in told}, [{**_by(person, action, key), **one} for key, one in told.items()])


def _demand(action: str, keys: Sequence[str], rows: dict[str, CaseRow], person: Person, note: str) -> None:
    if not keys:
        raise CaseError("没有选中任何疑点。")
    for key in keys:
        if key not in rows:
            raise moves.unknown(key)
        moves.move(action, rows[key], person, note)


def _write(connection: sa.Connection, action: str, person: Person, changes: dict[str, dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    if not steps:
        return
    case_ledger.change(connection, changes)
    case_ledger.add_steps(connection, steps)
    subject = steps[0]["key"] if len(steps) == 1 else f"{len(steps)} 条疑点"
    told = {"cases": len(steps), "role": person.role, "to": steps[0]["after"], "note": steps[0].get("note", "")}
    log(connection, person.name, [(f"case-{action}", subject, None, told)])


def _by(person: Person, action: str, key: str) -> dict[str, Any]:
    return {"key": key, "actor": person.name.strip(), "role": person.role, "action": action}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
