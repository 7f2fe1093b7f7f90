"""A new snapshot against the cases: what is new, what is gone, what came back, what changed. Only differences are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analytics.audit.case import DISMISSED, STATUSES, Retest, content_mark, content_of, figures, finding_in
from analytics.audit.finding import Audit, Finding
from analytics.store import BatchInfo, CaseRow, Snapshot, case_ledger
from analytics.store.ledger import log

SYSTEM = "system"
RECORDS = Path(__file__).with_name("records.sql").read_text("utf-8")


@dataclass(frozen=True)
class Flip:
    """From the snapshot that the cases are in line with to a new one, told in batches."""

    old: str
    new: str
    known: Mapping[str, BatchInfo]
    before: frozenset[str]
    after: frozenset[str]
    records: Mapping[str, str]  # record key -> batch, in the new snapshot
    not_run: Mapping[str, bool]  # rules that could not run, and whether that is because they broke down
    same_rules: bool = False  # the cases are in line with what these very rules found
    damaged: frozenset[str] = frozenset()  # batches of the new snapshot that could not be read: nobody knows what stands in them

    @property
    def came(self) -> frozenset[str]:
        return self.after - self.before

    @property
    def went(self) -> frozenset[str]:
        return self.before - self.after

    def batch_of(self, finding: Finding) -> str | None:
        """Where the record of a finding stands now."""
        return self.records.get(finding.record_key.removeprefix("panel|"))

    def why_gone(self, finding: Finding, batch: str | None) -> tuple[str, str | None]:
        """How a finding that stood in `batch` was ended, and by which batch: see CLOSINGS."""
        now = self.batch_of(finding)
        if not self.came and not self.went:
            return "rule", None
        if now in self.came:
            return "mended", now
        if batch in self.went:
            again = [one for one in self.came if self.known[one].sha256 == self.known[batch].sha256]
            return ("mended", max(again)) if again else ("withdrawn", batch)
        return ("mended", max(self.came)) if self.came else ("withdrawn", max(self.went))

    def unknown(self, rule: str, finding: Finding) -> bool:
        """Whether nobody knows if a finding is gone: its record is there, but its rule broke down, or lacks a field that nobody withdrew."""
        if rule not in self.not_run or self.batch_of(finding) is None:
            return False
        return self.not_run[rule] or bool(self.came) or not self.went

    def takes_back(self, row: CaseRow) -> bool:
        """Whether an automatic closing is undone by what undid its cause, rather than by a new mistake."""
        if row.closed_how == "mended":
            return row.closed_batch not in self.after
        return row.closed_how == "rule" or (row.closed_how == "withdrawn" and row.closed_batch in self.after)


@dataclass
class Differences:
    """What is to be written: new cases, changed columns by key, steps, and what is told."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)

    def step(self, key: str, action: str, before: str | None = None, after: str | None = None, note: str = "") -> None:
        """One more step, of nobody: who flipped the snapshot is added when it is written."""
        self.steps.append({"key": key, "action": action, "before": before, "after": after, "note": note})

    def set(self, key: str, **values: Any) -> None:
        """Columns of a case to be set."""
        self.changed.setdefault(key, {}).update(values)


def retest(connection: sa.Connection, found: Audit, flip: Flip, mark: str, actor: str) -> Retest:
    """Bring the cases in line with what was found; within the turn of the caller."""
    differences = _differences(connection, found, flip)
    case_ledger.insert(connection, differences.new)
    case_ledger.change(connection, differences.changed)
    case_ledger.add_steps(connection, ({**step, "actor": actor, "role": SYSTEM} for step in differences.steps))
    case_ledger.set_in_line(connection, flip.new, mark)
    told = Retest(tuple(differences.opened), tuple(differences.closed), tuple(differences.reopened))
    if differences.new or differences.changed:
        counts = {name: len(getattr(told, name)) for name in ("opened", "closed", "reopened")}
        log(connection, actor, [("retest", flip.new, flip.old, counts)])
    return told


def flip_to(snapshot: Snapshot, old: str, held: Mapping[str, frozenset[str]], known: Iterable[BatchInfo], found: Audit, same_rules: bool) -> Flip:
    """What happened between a version and a snapshot; `held` are the batches of each version."""
    records = snapshot.table(RECORDS)
    return Flip(
        old,
        snapshot.version,
        {info.batch_id: info for info in known},
        held.get(old, frozenset()),
        held.get(snapshot.version, frozenset()),
        dict(zip(records["record_key"].to_pylist(), records["batch_id"].to_pylist())),
        {run.rule: run.failed for run in found.not_run},
        same_rules,
        frozenset(one["batch_id"] for one in snapshot.damaged),
    )


def _differences(connection: sa.Connection, found: Audit, flip: Flip) -> Differences:
    rows, marks, there = _compared(connection, found, flip)
    found_now = {key: (content := content_of(one), content_mark(content)) for key, one in there.items()}
    told = Differences()
    for key in there.keys() - rows.keys():
        _open(told, there[key], *found_now[key], flip)
    known = [rows[key] for key in there if key in rows]
    touched = [row.key for row in known if not row.present or marks[row.key][0] != found_now[row.key][1]]
    gone = [row for key, row in rows.items() if row.present and key not in there]
    last_seen = {key: finding_in(content) for key, content in case_ledger.contents(connection, [*touched, *(row.key for row in gone)]).items()}
    for row in known:
        _keep_up(told, row, marks[row.key], there[row.key], *found_now[row.key], last_seen.get(row.key), flip)
    for row in gone:
        _close(told, row, marks[row.key][1], last_seen[row.key], flip)
    return told


def _compared(connection: sa.Connection, found: Audit, flip: Flip) -> tuple[dict[str, CaseRow], dict[str, tuple[str, str | None]], dict[str, Finding]]:
    """Cases, the marks of their contents, and findings: all, or what was found anew where the cases are in line with what was taken over."""
    new = found.afresh
    if new is None or new.version != flip.old or not flip.same_rules or max(len(new.departments), len(new.rules)) > case_ledger.CHUNK:
        every = {row.key: row for row in case_ledger.all_rows(connection)}
        return every, case_ledger.marks(connection), {one.key: one for one in found.findings}
    rows = {row.key: row for row in case_ledger.rows_of(connection, new.departments, new.rules)}
    return rows, case_ledger.marks(connection, new.departments, new.rules), {one.key: one for one in found.findings if new.covers(one.rule, one.department)}


def _open(told: Differences, one: Finding, content: str, mark: str, flip: Flip) -> None:
    values = {"key": one.key, "rule": one.rule, "department": one.department, "opened_version": flip.new}
    told.new.append({**values, "batch_id": flip.batch_of(one), "content": content, "content_mark": mark})
    told.step(one.key, "found", None, "open", f"数据版本 {flip.new}")
    told.opened.append(one.key)


def _keep_up(told: Differences, row: CaseRow, was: tuple[str, str | None], one: Finding, content: str, mark: str, last: Finding | None, flip: Flip) -> None:
    """A finding that has a case already: its content follows the form, its decision stays as long as its figures do."""
    if mark != was[0]:
        told.set(row.key, content=content, content_mark=mark, department=one.department)
    if flip.batch_of(one) != was[1]:
        told.set(row.key, batch_id=flip.batch_of(one))
    same = last is None or figures(last) == figures(one)
    if not row.present:
        told.set(row.key, present=True, seen_version=None)
        _return(told, row, same, flip)
    elif not same:
        decided = row.status == "closed" or (row.status == "verified" and row.verdict in DISMISSED)
        note = f"所列由“{last.stated}”变为“{one.stated}”，重算由“{last.recomputed}”变为“{one.recomputed}”" if last else ""
        told.step(row.key, "changed", row.status, "open" if decided else row.status, note)
        if decided:
            _reopen(told, row)


def _return(told: Differences, row: CaseRow, same: bool, flip: Flip) -> None:
    """A finding that was gone is there again."""
    if row.status != "closed":  # a person had it opened again meanwhile
        told.step(row.key, "returned", row.status, row.status, f"数据版本 {flip.new}")
    elif same and row.closed_how == "person" and row.verdict in DISMISSED:
        told.step(row.key, "returned", "closed", "closed", "所列数字与作出结论时相同，结论不变")
    elif same and row.left_at and flip.takes_back(row):
        told.set(row.key, status=row.left_at, closed_how=None, closed_batch=None, left_at=None)
        told.step(row.key, "returned", "closed", row.left_at, f"原来的改动已撤销，回到“{STATUSES[row.left_at]}”")
        told.reopened.append(row.key)
    else:
        told.step(row.key, "returned", "closed", "open", f"数据版本 {flip.new}")
        _reopen(told, row)


def _reopen(told: Differences, row: CaseRow) -> None:
    cleared = dict.fromkeys(("verdict", "closed_how", "closed_batch", "left_at", "issued_by", "verified_by"))
    told.set(row.key, status="open", **cleared)
    told.reopened.append(row.key)


def _close(told: Differences, row: CaseRow, batch: str | None, last: Finding, flip: Flip) -> None:
    """A finding that is not found any more."""
    if flip.unknown(row.rule, last) or batch in flip.damaged:
        return
    how, by = flip.why_gone(last, batch)
    told.set(row.key, present=False, seen_version=flip.old)
    if row.status == "closed":
        told.step(row.key, "gone", "closed", "closed", f"数据版本 {flip.new}")
        return
    told.set(row.key, status="closed", closed_how=how, closed_batch=by, left_at=row.status)
    told.step(row.key, how, row.status, "closed", f"批次 {by}（{flip.known[by].file}）" if by else f"数据版本 {flip.new}")
    told.closed.append(row.key)
