"""Who may move a finding from where to where: a table, and the check against it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from analytics.access import ROLES, Person, roles_with
from analytics.audit.case import ACTIONS, CONFIRMED, STATUSES, VERDICTS, CaseError
from analytics.store import CaseRow, StepRow

AUDITORS = roles_with("work_cases")
UNITS = roles_with("answer_cases")
ISSUED = ("issued", "answered", "verified", "rectifying")
NOT_CLOSED = ("open", *ISSUED)
LONGEST_NOTE = 4000


@dataclass(frozen=True)
class Move:
    """An action, who may take it, at which statuses, and the status it leads to (None: it stays)."""

    action: str
    roles: tuple[str, ...]
    at: tuple[str, ...]
    to: str | None = None
    note_needed: bool = False


MOVES = (
    Move("issue", AUDITORS, ("open",), "issued"),
    Move("take_back", AUDITORS, ("issued", "answered"), "open", note_needed=True),
    Move("explain", UNITS, ("issued", "answered"), "answered", note_needed=True),
    Move("explain", UNITS, ("verified", "rectifying"), note_needed=True),
    Move("dispute", UNITS, ("issued", "answered"), "answered", note_needed=True),
    Move("dispute", UNITS, ("verified", "rectifying"), note_needed=True),
    Move("answer", AUDITORS, ISSUED, note_needed=True),
    Move("verify", AUDITORS, NOT_CLOSED, "verified", note_needed=True),
    Move("rectify", AUDITORS, ("verified", "rectifying"), "rectifying"),
    Move("close", AUDITORS, ("verified", "rectifying"), "closed", note_needed=True),
    Move("reopen", AUDITORS, ("closed",), "open", note_needed=True),
    Move("assign", AUDITORS, NOT_CLOSED),
    Move("set_due", AUDITORS, NOT_CLOSED),
    Move("remark", AUDITORS, tuple(STATUSES), note_needed=True),
    Move("attach", AUDITORS, tuple(STATUSES)),
    Move("attach", UNITS, ISSUED),
)


def move(action: str, row: CaseRow, person: Person, note: str = "") -> Move:
    """The move that this is; raises CaseError with the reason where it is none."""
    named = [one for one in MOVES if one.action == action]
    allowed = [one for one in named if person.role in one.roles]
    if not allowed:
        raise CaseError(f"{ROLES.get(person.role, person.role)}不能{ACTIONS[action]}。", f"请由{'或'.join(dict.fromkeys(_names(named)))}来做。")
    if not person.name.strip():
        raise CaseError("请先填写姓名。")
    if not sees(row, person):
        raise unknown(row.key)
    found = next((one for one in allowed if row.status in one.at), None)
    if found is None:
        at = "、".join(dict.fromkeys(STATUSES[status] for one in allowed for status in one.at))
        raise CaseError(f"疑点 {row.key} 现为“{STATUSES[row.status]}”，不能{ACTIONS[action]}。", f"只有{at}的疑点可以。")
    if found.note_needed and not note.strip():
        raise CaseError(f"{ACTIONS[action]}要写明内容。", "请填写说明后再试。")
    if len(note) > LONGEST_NOTE:
        raise CaseError(f"说明最多 {LONGEST_NOTE} 字，现有 {len(note)} 字。", "请缩短，或作为证据文件附上。")
    return found


def unknown(key: str) -> CaseError:
    """The same words for a finding that does not exist and for one that this person must not know of."""
    return CaseError(f"没有编号为 {key} 的疑点。", "请用 findings 命令或疑点清单核对编号。")


def _names(moves: list[Move]) -> list[str]:
    return [ROLES[role] for one in moves for role in one.roles]


def sees(row: CaseRow, person: Person | None) -> bool:
    """Whether a case exists for a person: for a unit only its own, and only once it was issued."""
    if person is None or person.role in AUDITORS:
        return True
    return person.role in UNITS and row.issued_by is not None and row.department is not None and row.department in person.departments


def demand_verdict(verdict: str | None, note: str) -> None:
    """A verdict must be one of the four, and say what it rests on."""
    if verdict is None:
        raise CaseError("还没有选择核实结论。", f"请选择：{'、'.join(VERDICTS.values())}。")
    if verdict not in VERDICTS:
        raise CaseError(f"没有“{verdict}”这种核实结论。", f"可用的有：{'、'.join(VERDICTS.values())}。")
    if not note.strip():
        raise CaseError(f"核实为{VERDICTS[verdict]}要写明理由。", "请写明核对了什么，再试。")


def unmended(status: str, verdict: str | None) -> bool:
    """Whether a fault was confirmed and nobody was asked to put it right: closing it then needs a reason of its own."""
    return status == "verified" and verdict in CONFIRMED


def demand_mending(row: CaseRow, reason: str) -> None:
    """A confirmed fault is closed after 整改, or with the reason why without."""
    if unmended(row.status, row.verdict) and not reason.strip():
        raise CaseError(f"疑点 {row.key} 已核实为{VERDICTS[row.verdict or '']}，还没有要求整改。", "请先要求整改；不需整改的，请写明不整改的理由。")


def demand_second_person(row: CaseRow, person: Person) -> None:
    """销号 is for another person than the one who verified."""
    if row.verified_by is not None and same_person(row.verified_by, person.name):
        raise CaseError(f"疑点 {row.key} 由{row.verified_by}核实，不能由同一人销号。", "请由另一位审计人员复核后销号。")


def demand_fault(row: CaseRow) -> None:
    """Nothing is to be put right where the form was found to be right."""
    if row.verdict == "false":
        raise CaseError(f"疑点 {row.key} 已核实为不属实，无须整改。", "请直接销号，或重新核实。")


def same_person(one: str, other: str) -> bool:
    """Names are compared without regard to spaces, signs that do not show, width and case; an empty name is nobody."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf")


def open_to_units(step: StepRow) -> bool:
    """Whether a unit may read a step of its case: not what auditors noted, arranged and attached for themselves."""
    return step.role in UNITS or step.action not in ("remark", "attach", "assign")
