"""The list an auditor works through: which cases are asked for, how many of each kind, in what lines, in which words.

A case is whatever carries a `finding` and where it stands in its life (analytics.audit.casebook.Case).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from analytics.access import Person
from analytics.audit.cards import CERTAINTIES, FAMILIES, RULES, SEVERITIES
from analytics.audit.case import DISMISSED
from analytics.audit.figures import normalised
from analytics.audit.finding import Finding
from analytics.audit.moves import MOVES, same_person
from analytics.audit.selection import owners
from analytics.wording import count, money, plain

Projects = Sequence[Mapping[str, Any]]
"""Rows of `project_list`: project_id, department, fiscal_year, name, budget_base."""
CLOSED = "closed"
NOBODY = "未指派"
PAGE = 200  # lines drawn at once
CAUSES = {"unit": "金额单位不清", "layout": "填列错位", "weights": "分值设置不合规定", "unscored": "没有打分", "copied": "照抄雷同"}
OTHER_CAUSE = "同一原因"
# what a rule's findings come from where the finding itself does not say
CAUSE_OF_RULE = {
    **dict.fromkeys(("unit-corrected", "unit-suspect", "unit-in-text", "unit-mixed-row", "unit-mixed-list"), "unit"),
    **dict.fromkeys(("weight-total", "weights-off-frame"), "weights"),
    **dict.fromkeys(("forms-alike", "repeated-reason"), "copied"),
    "numbers-in-row": "layout",
}


class Case(Protocol):
    """What the list needs to know of a case."""

    finding: Finding
    status: str
    verdict: str | None
    owner: str | None
    due: date | None
    verified_by: str | None
    present: bool
    closed_how: str | None

    @property
    def gone(self) -> str | None:
        """Why the current data do not hold it, in words."""

    @property
    def key(self) -> str:
        """The key of the finding."""


@dataclass(frozen=True)
class Asked:
    """What the list is asked for beside the shared filters; empty choices mean all. Closed cases are left out unless asked for."""

    families: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    at_least: float | None = None  # 万元 at stake
    search: str = ""

    def words(self, statuses: Mapping[str, str]) -> tuple[str, ...]:
        """The choice in Chinese, one text a filter; `statuses` are the names of the points of a case's life."""
        named = (
            ("类别", [FAMILIES.get(one, one) for one in self.families]),
            ("程度", [SEVERITIES.get(one, one) for one in self.severities]),
            ("把握", [CERTAINTIES.get(one, one) for one in self.certainties]),
            ("状态", [statuses.get(one, one) for one in self.statuses]),
            ("责任人", list(self.owners)),
        )
        parts = [f"{label}：{'、'.join(values)}" for label, values in named if values]
        parts += [f"涉及金额不低于{plain(self.at_least)}万元"] if self.at_least is not None else []
        return (*parts, *([f"含“{self.search}”"] if self.search else []))


FACETS: Mapping[str, Callable[[Case], str]] = {
    "families": lambda case: case.finding.family,
    "severities": lambda case: case.finding.severity,
    "certainties": lambda case: case.finding.certainty,
    "statuses": lambda case: case.status,
    "owners": lambda case: case.owner or NOBODY,
}


def listed(cases: Iterable[Case], asked: Asked) -> tuple[Case, ...]:
    """The cases that are asked for, in their order."""
    return searched((case for case in cases if _wanted(case, asked)), asked.search)


def searched(cases: Iterable[Case], words: str) -> tuple[Case, ...]:
    """The cases of which any text holds these words; blanks and width do not matter."""
    wanted = normalised(words).casefold()
    return tuple(case for case in cases if not wanted or wanted in searched_text(case))


def _wanted(case: Case, asked: Asked) -> bool:
    if asked.at_least is not None and (case.finding.amount_at_stake or 0) < asked.at_least:
        return False
    return all(_chosen(name, value(case), asked) for name, value in FACETS.items())


def searched_text(case: Case) -> str:
    """Every word of a case that a search looks through."""
    one = case.finding
    parts = (title(one), one.rule, one.field, one.message, one.project, *one.projects, one.department, one.stated, one.recomputed, case.owner)
    return _folded(tuple(part for part in parts if part))


@lru_cache(maxsize=20_000)
def _folded(parts: tuple[str, ...]) -> str:
    """The same texts are looked through again with every letter typed."""
    return normalised("\n".join(parts)).casefold()


def facet_counts(cases: Iterable[Case], asked: Asked) -> dict[str, dict[str, int]]:
    """How many cases each value of each facet would leave, the other filters holding; closed ones count among the statuses."""
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for case in searched(cases, asked.search):
        if asked.at_least is not None and (case.finding.amount_at_stake or 0) < asked.at_least:
            continue
        values = {name: value(case) for name, value in FACETS.items()}
        failed = [name for name, value in values.items() if not _chosen(name, value, asked)]
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            found[name][values[name]] += 1
    return {name: dict(counted) for name, counted in found.items()}


def _chosen(facet: str, value: str, asked: Asked) -> bool:
    chosen = getattr(asked, facet)
    return value in chosen if chosen else facet != "statuses" or value != CLOSED


# ---- words


def title(finding: Finding) -> str:
    """What the rule of a finding is called."""
    return RULES[finding.rule].title if finding.rule in RULES else finding.rule


def about(finding: Finding) -> str:
    """Whom a finding is about: a project, several, or a department as a whole."""
    if finding.project:
        return finding.project
    return f"{finding.projects[0]}等{len(finding.projects)}个项目" if len(finding.projects) > 1 else finding.projects[0] if finding.projects else "部门整体"


def counts_still(case: Case) -> bool:
    """Whether a case still weighs on the figures: in the current data, not closed, not found untrue."""
    return case.present and case.status != CLOSED and case.verdict != "false"


def closed_unchanged(case: Case) -> bool:
    """Whether persons closed a case that they found true while its figure still stands in the data."""
    return case.present and case.status == CLOSED and case.verdict is not None and case.verdict not in DISMISSED


def summary(cases: Collection[Case], projects: Projects, number: int) -> str:
    """One sentence over the list: how many of `number` projects have errors, how much money they are about, what else there is.

    `projects` are those that the findings may be about.
    """
    live = [case for case in cases if counts_still(case)]
    kept = sum(map(closed_unchanged, cases))
    settled = f"另有{count(kept)}条已销号、数字未改。" if kept else ""
    if not live:
        return f"{count(number)}个项目没有未了结的疑点。{settled}"
    errors = [case.finding for case in live if case.finding.severity == "error"]
    rest = Counter(case.finding.severity for case in live if case.finding.severity != "error")
    others = "、".join(f"{SEVERITIES[name]}{count(rest[name])}条" for name in SEVERITIES if rest[name])
    return _error_words(errors, projects, number) + (f"另有{others}。" if others else "") + settled


def _error_words(errors: Sequence[Finding], projects: Projects, number: int) -> str:
    if not errors:
        return f"{count(number)}个项目没有错误级的疑点。"
    of_projects = owners(errors, projects)
    elsewhere = len(errors) - len(of_projects)
    stake = money(at_stake(errors, projects))
    first = f"{count(number)}个项目中{count(len(set(of_projects.values())))}个有错误（{count(len(of_projects))}条），涉及 {stake}"
    tables = f"部门决算、整体绩效等表有{count(elsewhere)}条错误"
    return f"{first}；{tables}。" if of_projects and elsewhere else f"{first}。" if of_projects else f"{tables}。"


def at_stake(findings: Iterable[Finding], projects: Projects) -> float:
    """Money of projects at stake in 万元: of each project, under whichever document names it, the largest amount, at most its own 全年预算.

    The findings of a project are about the same money; those about no single project are left out.
    """
    listed_findings = list(findings)
    own = owners(listed_findings, projects)
    most = {row["project_id"]: row["budget_base"] for row in projects}
    largest: dict[str, float] = {}
    for one in listed_findings:
        if (whose := own.get(one.key)) is not None:
            budget = most[whose]
            amount = one.amount_at_stake or 0.0
            capped = amount if budget is None or budget != budget else min(amount, float(budget))
            largest[whose] = max(largest.get(whose, 0.0), capped)
    return sum(largest.values())


def stake_of(cases: Iterable[Case], projects: Projects) -> float:
    """Money at stake in the cases that the current data hold."""
    return at_stake((case.finding for case in cases if case.present), projects)


def list_words(cases: Collection[Case], everything: Collection[Case], asked: Asked, projects: Projects) -> str:
    """What stands over the table: how many are listed, the money they are about, what the same filters leave out."""
    stake = stake_of(cases, projects)
    money_words = f"，涉及项目资金 {money(stake)}（每个项目只计最大的一处，不超过其全年预算）" if stake else ""
    gone = sum(not case.present for case in cases)
    gone_words = f"，其中{count(gone)}条已不在现有数据中，不计金额" if gone else ""
    return f"列出{count(len(cases))}条{gone_words}{money_words}{_left_out(everything, asked)}。"


def _left_out(everything: Collection[Case], asked: Asked) -> str:
    if asked.statuses:
        return ""
    closed = listed(everything, replace(asked, statuses=(CLOSED,)))
    gone = sum(not case.present for case in closed)
    parts = ((len(closed) - gone, "已销号的"), (gone, "已改正或数据已撤回的"))
    words = "、".join(f"{name}{count(number)}条" for number, name in parts if number)
    return f"；{words}未列出" if words else ""


def due_words(due: date | None, today: date) -> str:
    """A due date and how far it is; empty where there is none."""
    if due is None:
        return ""
    days = (due - today).days
    return f"{due:%Y-%m-%d}" + (f"（超期{-days}天）" if days < 0 else "（今天到期）" if days == 0 else f"（还有{days}天）")


# ---- lines


Keyed = TypeVar("Keyed")


class Line(NamedTuple):
    """One line of the list: a case, or the cause that several findings of one form share. `depth` 1 stands under its cause."""

    key: str
    cases: tuple[Case, ...]
    cause: str | None = None  # in words, on the line of a cause
    depth: int = 0

    @property
    def head(self) -> Case:
        """The worst of its cases."""
        return self.cases[0]


def lines(cases: Sequence[Case], by_cause: bool, opened: Collection[str] = ()) -> tuple[Line, ...]:
    """The cases line by line; with `by_cause` those of one form that share a cause as one line, spread out where its key is `opened`."""
    if not by_cause:
        return tuple(Line(case.finding.key, (case,)) for case in cases)
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(cause_key(case.finding), []).append(case)
    found: list[Line] = []
    for key, members in groups.items():
        alone = len(members) == 1
        found.append(Line(members[0].finding.key if alone else key, tuple(members), None if alone else cause_words(members[0].finding)))
        if not alone and key in opened:
            found += [Line(case.finding.key, (case,), depth=1) for case in members]
    return tuple(found)


def cause_key(finding: Finding) -> str:
    """Names the cause that a finding may share with others of its form; its own key where there is none."""
    cause = finding.cause or CAUSE_OF_RULE.get(finding.rule)
    return f"cause-{cause}-{finding.record_key}" if cause else finding.key


def cause_words(finding: Finding) -> str:
    """The cause of a finding in words."""
    return CAUSES.get(finding.cause or CAUSE_OF_RULE.get(finding.rule, ""), OTHER_CAUSE)


def pages(all_lines: Sequence[Keyed], size: int = PAGE) -> int:
    """How many pages the lines (or cases, where each is a line) fill, one at least."""
    return max(1, -(-len(all_lines) // size))


def page(all_lines: Sequence[Keyed], number: int, size: int = PAGE) -> tuple[Keyed, ...]:
    """The lines of a page, from 1; a number out of range is the nearest page."""
    first = (min(max(number, 1), pages(all_lines, size)) - 1) * size
    return tuple(all_lines[first : first + size])


def page_of(all_lines: Sequence[Keyed], key: str, size: int = PAGE) -> int:
    """The page on which the case of this key stands; the first where it is not in the list."""
    return next((at // size + 1 for at, line in enumerate(all_lines) if line.key == key), 1)


def neighbours(cases: Sequence[Case], key: str | None) -> tuple[str | None, str | None]:
    """The keys of the cases before and after; after none comes the first."""
    keys = [case.finding.key for case in cases]
    if key not in keys:
        return None, keys[0] if keys else None
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def of_same_project(cases: Iterable[Case], finding: Finding) -> tuple[Case, ...]:
    """The other cases of the same project, or of the department as a whole, in their order."""
    scope, name = (finding.department, finding.fiscal_year), normalised(finding.project)
    near = (case for case in cases if (case.finding.department, case.finding.fiscal_year) == scope and case.finding.key != finding.key)
    return tuple(case for case in near if case.finding.project == finding.project or normalised(case.finding.project) == name)


# ---- what may be done


def offered(case: Case, person: Person) -> tuple[str, ...]:
    """The actions that this person's role allows at this point of the case's life; 销号 only to another than who verified."""
    allowed = dict.fromkeys(one.action for one in MOVES if person.role in one.roles and case.status in one.at)
    if case.verified_by and same_person(case.verified_by, person.name):
        allowed.pop("close", None)
    if case.verdict == "false":
        allowed.pop("rectify", None)
    return tuple(allowed)
