"""A case: a finding and what persons have made of it. Words and values of its life; the moves are in moves.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from analytics.audit.cards import SEVERITIES
from analytics.audit.finding import Finding
from analytics.audit.kept import finding_of
from analytics.errors import LensError

STATUSES = {"open": "疑点", "issued": "已下发", "answered": "单位已说明", "verified": "已核实", "rectifying": "整改中", "closed": "已销号"}
VERDICTS = {"true": "属实", "partly": "部分属实", "false": "不属实", "scope": "口径差异"}
CLOSINGS = {"mended": "改正后自动销号", "withdrawn": "数据撤回后自动销号", "rule": "规则修订后自动销号", "person": "人工销号"}
ACTIONS = {
    "found": "发现疑点",
    "issue": "下发",
    "take_back": "撤回下发",
    "explain": "单位说明",
    "dispute": "单位异议",
    "answer": "审计答复",
    "verify": "核实",
    "rectify": "要求整改",
    "close": "销号",
    "reopen": "重新打开",
    "assign": "指定责任人",
    "set_due": "设定期限",
    "remark": "内部备注",
    "attach": "附上证据",
    "gone": "不再出现",
    "returned": "再次出现",
    "changed": "所列数字有变",
    **{name: words for name, words in CLOSINGS.items() if name != "person"},
}
GONE = {"mended": "已改正", "withdrawn": "数据已撤回", "rule": "规则修订后不再列出"}
"""What is said of a case that the current data do not hold, by how it was closed."""
GONE_OTHERWISE = "现有数据中已没有"
NO_WORK = ("withdrawn", "rule")
"""Closings that settle nothing: the data or the rule went, not the doubt."""
CONFIRMED = ("true", "partly")
DISMISSED = ("false", "scope")
"""Verdicts that say the form is right after all."""
_ENCODED = json.JSONEncoder(ensure_ascii=False, default=vars).encode
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


class CaseError(LensError):
    """What a person wanted to do to a finding is not allowed, or makes no sense."""


@dataclass(frozen=True)
class Case:
    """A finding in its newest content, and where it stands. `present`: the current snapshot still holds it."""

    finding: Finding
    status: str  # a key of STATUSES
    verdict: str | None  # a key of VERDICTS
    owner: str | None
    due: date | None
    replies: int  # explanations of the unit and answers to them
    evidence: int  # files attached
    opened_version: str
    seen_version: str  # the last snapshot that held the finding
    present: bool
    closed_how: str | None  # a key of CLOSINGS
    closed_batch: str | None  # the batch that mended it, or that was withdrawn
    issued_by: str | None
    verified_by: str | None

    @property
    def key(self) -> str:
        """The key of the finding."""
        return self.finding.key

    @property
    def settled(self) -> bool:
        """Nothing is left to do: closed, or found 不属实. Settled cases are no doubts in any count."""
        return self.status == "closed" or self.verdict == "false"

    @property
    def gone(self) -> str | None:
        """Why the current data do not hold it any more, in words; None where they do."""
        return None if self.present else GONE.get(self.closed_how or "", GONE_OTHERWISE)


@dataclass(frozen=True)
class Step:
    """One step of a case: a key of ACTIONS. `at` is UTC; `evidence` the sha256 of what was attached."""

    at: datetime
    actor: str
    role: str  # a key of access.ROLES, or "system"
    action: str
    before: str | None
    after: str | None
    note: str
    evidence: str | None = None


@dataclass(frozen=True)
class Retest:
    """What a new snapshot did to the cases, by key."""

    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleRecord:
    """How a rule has fared with persons. `hits` are findings in the current snapshot; 口径差异 counts on neither side.

    precision = confirmed / (confirmed + rejected); None before the first verdict. `off_at` is UTC.
    """

    rule: str
    hits: int
    confirmed: int
    rejected: int
    precision: float | None
    hint: bool  # mostly rejected: its findings are shown as notes
    off: bool
    off_reason: str | None = None
    off_by: str | None = None
    off_at: datetime | None = None


def content_of(finding: Finding) -> str:
    """A finding as the ledger keeps it."""
    return _ENCODED(vars(finding))


def content_mark(content: str) -> str:
    """Differs when the content does."""
    return blake2b(content.encode(), digest_size=12).hexdigest()


def finding_in(content: str) -> Finding:
    """The finding that `content_of` kept; what this program does not know of is left out."""
    plain: dict[str, Any] = json.loads(content)
    return finding_of({"calculation": None} | {name: value for name, value in plain.items() if name in Finding.__dataclass_fields__})


def worst_first(cases: Iterable[Case]) -> list[Case]:
    """Severest first, then the most money at stake."""
    return sorted(cases, key=badness)


def badness(case: Case) -> tuple[Any, ...]:
    """The order of cases."""
    one = case.finding
    return (_RANK[one.severity], -(one.amount_at_stake or 0), one.department or "", one.project or "", one.rule, one.key)


def figures(finding: Finding) -> tuple[str | None, str | None]:
    """What a decision rests on: another stated or recomputed figure asks for another decision."""
    return finding.stated, finding.recomputed


def counted(cases: Iterable[Case]) -> list[Finding]:
    """The findings that are still doubts about the current data."""
    return [case.finding for case in cases if case.present and not case.settled]


def by_status(cases: Iterable[Case]) -> Mapping[str, int]:
    """How many cases stand at each status; one that went with its data or its rule was never settled and is left out."""
    listed = [case for case in cases if case.present or case.closed_how not in NO_WORK]
    return {status: sum(case.status == status for case in listed) for status in STATUSES}
