"""The commands of the life of findings: the list with where each stands, one finding and its moves, the rules and how they fared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.access import ROLES, Person
from analytics.cli.acting import opened
from analytics.cli.acting import person as person_of
from analytics.cli.formats import value_json
from analytics.cli.history import printed, written
from analytics.cli.text import table
from analytics.errors import LensError, reason

if TYPE_CHECKING:
    from analytics.audit.casebook import Case, Casebook, RuleRecord, Step
    from analytics.metrics import Filters
    from analytics.store import Snapshot

FINE = 0
CASE_FIELDS = (
    *("verdict", "owner", "due", "replies", "evidence", "present", "closed_how", "closed_batch"),
    *("issued_by", "verified_by", "opened_version", "seen_version"),
)


def findings(arguments: argparse.Namespace, filters: Filters) -> int:
    """What the rules found in the store, and where each stands."""
    from analytics.audit import audit_of
    from analytics.audit.casebook import Casebook
    from analytics.cli.audit import shown

    store = opened(arguments)
    everything = Casebook(store).cases()
    snapshot = store.snapshot()
    cases = asked(everything, arguments, snapshot, filters)
    print(f"{filters.words()}，数据版本 {snapshot.version}", file=sys.stderr)
    more = {"snapshot": snapshot.version, "filters": filters.as_mapping()}
    return shown(arguments, [case.finding for case in cases], audit_of(snapshot), more, _talk, cases)


def asked(cases: Sequence[Case], arguments: argparse.Namespace, snapshot: Snapshot, filters: Filters) -> list[Case]:
    """The cases that the filters leave, worst first; those no longer in the data only where a status is asked for."""
    from analytics.audit.listing import NOBODY
    from analytics.audit.selection import selected

    chosen = (("status", arguments.status), ("verdict", arguments.verdict))
    some = [case for case in cases if all(not values or getattr(case, name) in values for name, values in chosen)]
    some = [case for case in some if (case.present or arguments.status) and (not arguments.owner or (case.owner or NOBODY) in arguments.owner)]
    left = {one.key for one in selected([case.finding for case in some], snapshot, filters, arguments.rule, arguments.family, arguments.severity)}
    return [case for case in some if case.key in left]


def case_json(case: Case) -> dict[str, Any]:
    """What `findings --json` tells of a case beside the finding."""
    return {name: value_json(getattr(case, name)) for name in CASE_FIELDS}


def case(arguments: argparse.Namespace) -> int:
    """Look at findings, or move them."""
    from analytics.audit.casebook import Casebook

    book, person = Casebook(opened(arguments)), person_of(arguments)
    if arguments.evidence:
        return _evidence(arguments, book, person)
    action = next((name for name in MOVES if getattr(arguments, name) not in (None, False)), None)
    if action is None:
        return _look(arguments, book, person)
    MOVES[action](arguments, book, person)
    moved = [book.case(key, None) for key in dict.fromkeys(arguments.keys)]
    facts = [{"key": one.key, "status": one.status, **case_json(one)} for one in moved]
    printed(arguments, lambda: {"cases": facts}, lambda: _list_text(moved))
    return FINE


def _one(arguments: argparse.Namespace) -> str:
    if len(set(arguments.keys)) > 1:
        raise LensError("这一步一次只能对一条疑点做。", "请只写一个编号。")
    return arguments.keys[0]


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LensError(f"无法打开 {path}：{reason(error)}。", "请核对路径。") from error


MOVES: dict[str, Callable[[argparse.Namespace, Casebook, Person], Any]] = {
    "issue": lambda given, book, person: book.issue(given.keys, person, given.due, given.note),
    "take_back": lambda given, book, person: book.take_back(given.keys, person, given.note),
    "explain": lambda given, book, person: book.explain(_one(given), person, given.note),
    "dispute": lambda given, book, person: book.explain(_one(given), person, given.note, dispute=True),
    "answer": lambda given, book, person: book.answer(_one(given), person, given.note),
    "verify": lambda given, book, person: book.verify(given.keys, person, given.verify, given.note),
    "rectify": lambda given, book, person: book.rectify(given.keys, person, given.note, given.due),
    "close": lambda given, book, person: book.close(given.keys, person, given.note, given.unmended),
    "reopen": lambda given, book, person: book.reopen(given.keys, person, given.note),
    "remark": lambda given, book, person: book.remark(_one(given), person, given.note),
    "attach": lambda given, book, person: book.attach(_one(given), person, given.attach.name, _file(given.attach)),
    "assign": lambda given, book, person: book.assign(given.keys, person, given.assign),
    "due": lambda given, book, person: book.set_due(given.keys, person, given.due),
}
"""Moves by option; `due` is one of its own only where no other is asked for."""


def _evidence(arguments: argparse.Namespace, book: Casebook, person: Person) -> int:
    _one(arguments)
    name, content = book.evidence(arguments.evidence, person)
    path = arguments.out or Path(name)
    if path.exists() and not arguments.out:
        raise LensError(f"{path} 已经存在。", "请用 --out 指定另一个文件名。")
    written(path, content)
    printed(arguments, lambda: {"file": str(path), "name": name}, lambda: f"已写出 {path}")
    return FINE


def _look(arguments: argparse.Namespace, book: Casebook, person: Person) -> int:
    from analytics.audit import as_row

    cases = [(book.case(key, person), book.history(key, person)) for key in dict.fromkeys(arguments.keys)]
    content = lambda: {"cases": [as_row(one.finding) | case_json(one) | {"history": [_step_json(step) for step in steps]} for one, steps in cases]}  # noqa: E731
    printed(arguments, content, lambda: "\n\n".join(_case_text(one, steps) for one, steps in cases))
    return FINE


def _step_json(step: Step) -> dict[str, Any]:
    return {**vars(step), "at": step.at.isoformat(timespec="seconds") + "Z"}


def _case_text(case: Case, steps: Sequence[Step]) -> str:
    from analytics.audit.case import ACTIONS, STATUSES

    one = case.finding
    about = one.project or "、".join(one.projects)
    head = f"=== {one.key}  {'  '.join(str(part) for part in (one.fiscal_year, one.department, about) if part)}\n{one.message}"
    role = {**ROLES, "system": "系统"}
    lines = [
        (
            *(f"{step.at:%Y-%m-%d %H:%M}", step.actor, role.get(step.role, step.role), ACTIONS.get(step.action, step.action)),
            *(STATUSES.get(step.before or "", step.before), STATUSES.get(step.after or "", step.after), step.note, step.evidence),
        )
        for step in steps
    ]
    return "\n".join((head, _list_text([case]), table(("时间（UTC）", "何人", "身份", "做了什么", "原来", "后来", "说明", "证据"), lines)))


def _list_text(cases: Sequence[Case]) -> str:
    from analytics.audit.case import CLOSINGS, STATUSES, VERDICTS

    rows = [
        (
            *(case.key, STATUSES[case.status], VERDICTS.get(case.verdict or ""), case.owner, case.due, case.replies, case.evidence),
            *("有" if case.present else "已没有", CLOSINGS.get(case.closed_how or ""), case.closed_batch),
        )
        for case in cases
    ]
    return table(("编号", "状态", "核实结论", "责任人", "期限", "往来", "证据", "现有数据中", "如何销号", "批次"), rows)


def rules(arguments: argparse.Namespace) -> int:
    """How every rule has fared; switch one off, or on again."""
    from analytics.audit import RULES
    from analytics.audit.casebook import Casebook

    book = Casebook(opened(arguments))
    if arguments.off or arguments.on:
        if not arguments.rule:
            raise LensError("请写明要停用或启用哪条规则。", "如 rules score-total --off --reason 理由。")
        book.switch_rule(arguments.rule, bool(arguments.on), person_of(arguments), arguments.reason)
    records = [one for one in book.rules() if arguments.rule in (None, one.rule)]
    content = lambda: {"rules": [{"title": RULES[one.rule].title, **_record_json(one)} for one in records]}  # noqa: E731
    printed(arguments, content, lambda: _records_text(records))
    return FINE


def _record_json(record: RuleRecord) -> dict[str, Any]:
    return {**vars(record), "off_at": record.off_at and record.off_at.isoformat(timespec="seconds") + "Z"}


def _records_text(records: Sequence[RuleRecord]) -> str:
    from analytics.audit import RULES
    from analytics.wording import rate

    rows = [
        (
            *(one.rule, RULES[one.rule].title, one.hits, one.confirmed, one.rejected, "" if one.precision is None else rate(one.precision)),
            f"已停用（{one.off_by}：{one.off_reason}）" if one.off else "已降为提示" if one.hint else "",
        )
        for one in records
    ]
    return table(("规则", "名称", "疑点", "属实", "不属实", "准确率", "现状"), rows, right=(2, 3, 4, 5))


def _talk(text: str) -> None:
    print(text, file=sys.stderr)
