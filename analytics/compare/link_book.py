"""What persons judged of links between projects of different years: 是同一项目 or 不是, with who and when; every step stays in the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.access import ROLES, Person
from analytics.compare.links import pair
from analytics.errors import LensError, UnknownName
from analytics.metrics import run
from analytics.store import Store

KIND = "project_link"
JUDGEMENTS = {"confirmed": "确认", "rejected": "不是同一项目"}
JUDGES = ("auditor", "admin")


@dataclass(frozen=True)
class Judged:
    """One judged pair: project ids, what was judged (key of JUDGEMENTS), by whom and when (UTC)."""

    projects: tuple[str, str]
    judgement: str
    actor: str
    at: datetime

    @property
    def key(self) -> str:
        """The pair as `links.pair` writes it."""
        return pair(*self.projects)


class LinkBook:
    """The links of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def judged(self) -> tuple[Judged, ...]:
        """Every pair that a person judged, oldest first."""
        with self.store.understandable():
            lines = self.store.ledger.decided(KIND)
        return tuple(Judged(tuple(one.subject.split("~")), one.value, one.actor, one.decided_at) for one in lines)

    def judge(self, pairs: Sequence[tuple[str, str]], judgement: str | None, person: Person) -> None:
        """Keep one judgement of all these pairs, or take it back where it is None; raises LensError and changes nothing where that cannot be."""
        if person.role not in JUDGES:
            raise LensError(f"{ROLES[person.role]}人员不能认定项目的历年关系，由审计人员或管理员认定。")
        known = self._known({each for one in pairs for each in one})
        judged = {one.key for one in self.judged()}
        for one, other in pairs:
            if judgement is None:
                _check_judged(one, other, judged)
            else:
                _check(known, one, other)
        with self.store.understandable():
            self.store.ledger.decide(KIND, [pair(*one) for one in pairs], judgement, person.name, {"role": person.role})

    def _known(self, ids: set[str]) -> Mapping[str, Mapping[str, Any]]:
        rows = [row for each in ids for row in run(self.store.snapshot(), "trend_project", projects=each).to_dict("records")]
        return {row["project_id"]: row for row in rows}


def _check_judged(one: str, other: str, judged: set[str]) -> None:
    if pair(one, other) not in judged:
        raise LensError(f"项目 {one} 与 {other} 没有认定过，无可撤销。")


def _check(known: Mapping[str, Mapping[str, Any]], one: str, other: str) -> None:
    for each in (one, other):
        if each not in known:
            raise UnknownName("项目标识", each)
    if known[one]["fiscal_year"] == known[other]["fiscal_year"]:
        raise LensError(f"项目 {one} 与 {other} 是同一年度的，不是同一项目的历年。", "请选择不同年度的两个项目。")
    if known[one]["district"] != known[other]["district"]:
        raise LensError(f"项目 {one} 与 {other} 不在同一个区，不能连成一个项目。")


def chain(judged: Sequence[Judged], project_id: str) -> tuple[str, ...]:
    """This project and all that confirmed links lead to from it, in the order of their ids."""
    beside: dict[str, set[str]] = defaultdict(set)
    for link in judged:
        if link.judgement == "confirmed":
            one, other = link.projects
            beside[one].add(other)
            beside[other].add(one)
    found, waiting = {project_id}, [project_id]
    while waiting:
        new = beside[waiting.pop()] - found
        found |= new
        waiting += new
    return tuple(sorted(found))


def keys_of(judged: Sequence[Judged], judgement: str) -> set[str]:
    """The pairs that were judged so."""
    return {one.key for one in judged if one.judgement == judgement}
