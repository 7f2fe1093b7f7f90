"""What persons decide of suggestions: 同意, 不同意 or 暂缓, with name, day and reason. Nothing is ever taken out: 撤回 is a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from analytics.access import ROLES, Person, roles_with
from analytics.audit.case import CaseError
from analytics.audit.use_of_results import Suggestion
from analytics.store import Store
from analytics.store.use_table import add_use_decisions, use_decisions

DECISIONS = {"agreed": "同意", "refused": "不同意", "put_off": "暂缓"}
TAKEN_BACK, TAKEN_BACK_WORDS = "taken_back", "撤回决定"
UNDECIDED = "待决定"
DECIDERS = roles_with("decide_use")
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Decision:
    """What was decided of a suggestion. `amount` is what was suggested then, 万元; `at` is UTC."""

    suggestion: str
    rule: str
    amount: Decimal
    decision: str  # key of DECISIONS, or TAKEN_BACK
    note: str
    actor: str
    role: str
    at: datetime


class UseDecisions:
    """The decisions of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def history(self, suggestion: str) -> tuple[Decision, ...]:
        """All decisions of a suggestion, oldest first."""
        return tuple(one for one in self._all() if one.suggestion == suggestion)

    def current(self) -> dict[str, Decision]:
        """The newest decision of each suggestion by its key; what was taken back is decided no longer."""
        newest = {one.suggestion: one for one in self._all()}
        return {key: one for key, one in newest.items() if one.decision != TAKEN_BACK}

    def decide(self, chosen: Sequence[Suggestion], decision: str, person: Person, note: str = "") -> None:
        """Keep one decision of all these suggestions, or of none; raises CaseError where this person may not, or a reason is missing."""
        if decision not in DECISIONS:
            raise CaseError(f"没有“{decision}”这种决定，可用的有：{'、'.join(DECISIONS.values())}。")
        if decision != "agreed" and not note.strip():
            raise CaseError(f"{DECISIONS[decision]}须写明理由。")
        self._keep(chosen, decision, person, note)

    def take_back(self, chosen: Sequence[Suggestion], person: Person, note: str = "") -> None:
        """Open all these suggestions again, or none; raises CaseError where one was not decided."""
        held = self.current()
        for one in chosen:
            if one.key not in held:
                raise CaseError(f"“{one.project}”还没有决定，不用撤回。")
        self._keep(chosen, TAKEN_BACK, person, note)

    def _keep(self, chosen: Sequence[Suggestion], decision: str, person: Person, note: str) -> None:
        note = " ".join(note.split())
        if person.role not in DECIDERS:
            raise CaseError(f"{ROLES[person.role]}人员不能决定结果应用，由领导、审计人员或管理员决定。")
        if not chosen:
            raise CaseError("没有选中任何建议。")
        if len(note) > LONGEST_NOTE:
            raise CaseError(f"理由最多{LONGEST_NOTE}字。")
        by = {"decision": decision, "note": note, "actor": person.name.strip(), "role": person.role}
        lines = [{"suggestion": one.key, "rule": one.rule.id, "amount": str(one.amount), **by} for one in chosen]
        with self.store.understandable():
            add_use_decisions(self.store.ledger, lines)

    def _all(self) -> Sequence[Decision]:
        with self.store.understandable():
            rows = use_decisions(self.store.ledger)
        return [
            Decision(row["suggestion"], row["rule"], Decimal(row["amount"]), row["decision"], row["note"], row["actor"], row["role"], row["decided_at"])
            for row in rows
        ]


def holds(suggestion: Suggestion, decision: Decision | None) -> bool:
    """Whether a decision was about what is suggested now: the same rule and the same money. Otherwise it must be taken anew."""
    return decision is not None and (decision.rule, decision.amount) == (suggestion.rule.id, suggestion.amount)
