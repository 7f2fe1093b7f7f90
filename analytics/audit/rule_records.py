"""The record of each rule: hits, confirmed, rejected. One that is mostly rejected becomes a hint; one may be switched off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from analytics.access import Person
from analytics.audit.cards import RULES
from analytics.audit.case import CONFIRMED, CaseError, RuleRecord
from analytics.audit.moves import AUDITORS
from analytics.errors import UnknownName
from analytics.store import CaseRow, Store, case_ledger

ENOUGH_VERDICTS = 5
LEAST_REASON = 10
"""Characters of the reason for switching off a rule whose findings contradict figures."""


def hints(rows: Iterable[CaseRow]) -> set[str]:
    """Rules with enough verdicts of which more than half say 不属实."""
    judged = _judged(rows)
    return {rule for rule, verdicts in judged.items() if _mostly_rejected(verdicts)}


def records(connection: sa.Connection) -> tuple[RuleRecord, ...]:
    """The record of every rule, in the order of the cards."""
    rows = case_ledger.all_rows(connection)
    off, judged = case_ledger.switched_off(connection), _judged(rows)
    hits = Counter(row.rule for row in rows if row.present)
    return tuple(_record(rule, hits[rule], judged.get(rule, Counter()), off.get(rule)) for rule in RULES)


def switched_off(store: Store) -> frozenset[str]:
    """The rules that are switched off for this place; nothing is written to find out."""
    with store.understandable(), store.ledger.engine.connect() as connection:
        return frozenset(case_ledger.switched_off(connection))


def demand_reason(rule: str, on: bool, person: Person, reason: str) -> None:
    """Rules are switched by auditors, and off only with a reason; raises UnknownName or CaseError."""
    if rule not in RULES:
        raise UnknownName("规则", rule)
    if person.role not in AUDITORS:
        raise CaseError("只有审计人员和管理员可以停用或启用规则。")
    if not person.name.strip():
        raise CaseError("请先填写姓名。")
    if not on and not reason.strip():
        raise CaseError("停用规则要写明理由。", "请填写理由后再试。")
    if not on and RULES[rule].severity == "error" and len("".join(reason.split())) < LEAST_REASON:
        raise CaseError(f"停用“错误”级的规则，理由至少写{LEAST_REASON}个字。", "请写明依据哪份文件、为什么本地不适用。")


def _judged(rows: Iterable[CaseRow]) -> dict[str, Counter[str]]:
    judged: dict[str, Counter[str]] = {}
    for row in rows:
        if row.last_verdict:
            judged.setdefault(row.rule, Counter())[row.last_verdict] += 1
    return judged


def _mostly_rejected(verdicts: Counter[str]) -> bool:
    return verdicts.total() >= ENOUGH_VERDICTS and verdicts["false"] * 2 > verdicts.total()


def _record(rule: str, hits: int, verdicts: Counter[str], off: tuple | None) -> RuleRecord:
    confirmed, rejected = sum(verdicts[name] for name in CONFIRMED), verdicts["false"]
    precision = confirmed / (confirmed + rejected) if confirmed + rejected else None
    return RuleRecord(rule, hits, confirmed, rejected, precision, _mostly_rejected(verdicts), off is not None, *(off or (None, None, None)))
