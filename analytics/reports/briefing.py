"""简报: one page that reads itself. Everything it says is gathered here once, for the screen and for paper alike.

What may be compared is asked of analytics.compare, what may be trusted of the standings; nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.audit.case import Case
from analytics.audit.finding import Finding
from analytics.audit.selection import by_project, selected
from analytics.audit.standing import contradicted, upheld
from analytics.audit.use_decisions import Decision, holds
from analytics.audit.use_of_results import Suggestion, suggestions
from analytics.charts.picture import Picture
from analytics.compare import Comparison
from analytics.compare.figures import FIGURES, figures_of
from analytics.compare.words import TURNING, turning, verdict
from analytics.metrics import Filters, run
from analytics.metrics.backwards import greyed
from analytics.metrics.comparison import like_departments
from analytics.metrics.runner import Contradicted
from analytics.metrics.sentences import comparison_reasons
from analytics.reports import briefing_pictures as pictures
from analytics.reports.briefing_words import THRESHOLD, change_sentence, decide_sentence, joined, lag_sentence, say, spent_sentence, templates
from analytics.reports.evidence import said
from analytics.store import Snapshot
from analytics.wording import count, listed

MOST_DISTRICTS = 4  # to compare: with more, every pair is held so strictly that nothing can be told
MOST_UNSPENT = 5
MOST_DOUBTS = 3


@dataclass(frozen=True)
class Evidence:
    """What a statement rests on: a page (its file name) with what it is asked, and in words for paper."""

    label: str
    page: str
    asked: Mapping[str, str]


@dataclass(frozen=True)
class Sentence:
    """One of the five: `topic` is its heading."""

    name: str
    topic: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Unspent:
    """A project that left money: amounts in 万元, the unit that answers for it, and the reason its form gives."""

    project_id: str
    project: str
    unit: str
    fiscal_year: int | None
    budget: float
    unspent: float
    execution_rate: float
    reason: str
    standing: str
    place: tuple[str, str, str]  # file, sheet, range


@dataclass(frozen=True)
class Briefing:
    """The whole page. `decisions` are the newest by key of suggestion; `open_keys` are the suggestions to decide (anew)."""

    filters_words: str
    version: str
    projects: int
    sentences: tuple[Sentence, ...]
    pictures: tuple[Picture, ...]
    unspent: tuple[Unspent, ...]
    doubts: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...]
    decisions: Mapping[str, Decision]
    open_keys: frozenset[str]


class _Asked:
    """The metrics under these filters."""

    def __init__(self, snapshot: Snapshot, filters: Filters, doubted: Contradicted) -> None:
        self.snapshot, self.filters, self.doubted = snapshot, filters, doubted

    def rows(self, metric: str, by: str | None = None, filters: Filters | None = None, **parameters: Any) -> pd.DataFrame:
        return run(self.snapshot, metric, filters or self.filters, by, self.doubted, **parameters)

    def row(self, metric: str) -> dict[str, Any]:
        return self.rows(metric).iloc[0].to_dict()


def briefing(snapshot: Snapshot, filters: Filters, cases: Iterable[Case], decisions: Mapping[str, Decision]) -> Briefing:
    """The briefing of the projects that pass the filters; `cases` are those the reader may see."""
    present = [case for case in cases if case.present]
    doubts = upheld(present)
    asked = _Asked(snapshot, filters, contradicted(snapshot, doubts))
    summary, lagging = asked.row("summary"), asked.rows("lagging", threshold=THRESHOLD)
    projects = asked.rows("project_list")
    lines = suggestions(asked.rows("use_facts", threshold=THRESHOLD), selected(doubts, snapshot, filters))
    open_keys = frozenset(one.key for one in lines if not holds(one, decisions.get(one.key)))
    unsettled = {case.key for case in present if not case.settled}
    waiting = [one for one in selected(doubts, snapshot, filters) if one.key in unsettled]
    wanted, found, compare_text = _comparison(asked, projects)
    departments = asked.rows("summary", by="department")
    steps, moved = asked.row("variance_steps"), asked.rows("variance_projects")
    texts = {
        "spent": spent_sentence(summary, sorted(int(year) for year in projects["fiscal_year"].dropna().unique()), _backwards(departments)),
        "lag": lag_sentence(lagging),
        "change": change_sentence(steps, _largest(moved), lagging),
        "compare": compare_text,
        "decide": _decide(snapshot, lines, open_keys, waiting, projects),
    }
    topics, evidence = templates()["topics"], _evidence(lagging, moved, wanted)
    return Briefing(
        filters_words=filters.words(),
        version=snapshot.version,
        projects=int(summary["projects"]),
        sentences=tuple(Sentence(name, topics[name], text, evidence[name]) for name, text in texts.items()),
        pictures=(
            pictures.spent(departments),
            pictures.lag(projects),
            pictures.change_steps(steps),
            pictures.compared_rates(found),
        ),
        unspent=tuple(_unspent(projects, asked.rows("execution_list"))),
        doubts=tuple(_weightiest(waiting)),
        suggestions=lines,
        decisions=decisions,
        open_keys=open_keys,
    )


def _comparison(asked: _Asked, projects: pd.DataFrame) -> tuple[Filters, Mapping[str, Comparison], str]:
    """Districts side by side, like department with like where there is one: under which filters, the figures, the sentence."""
    offered = asked.rows("compare_offered").groupby("district")["projects"].sum().sort_values(ascending=False, kind="stable")
    names = sorted(offered.index[:MOST_DISTRICTS])
    if len(names) < 2:
        word = say("compare", "one", name=names[0]) if names else say("compare", "none")
        return asked.filters, {}, joined([word])
    wanted = replace(asked.filters, districts=tuple(names))
    like = () if wanted.departments else like_departments(asked.rows("compare_offered"), names)
    wanted = replace(wanted, departments=like) if like else wanted
    rows = projects[projects["district"].isin(names) & (projects["department"].isin(like) if like else True)]
    sums = asked.rows("figure_sums", "district", wanted)
    found = {name: each for name, each in figures_of(sums, rows, names).items() if name in TURNING}
    first = next(figure for figure in FIGURES if figure.name == "execution_weighted")
    reasons = comparison_reasons(asked.rows("comparison", "district", wanted))
    parts = [
        verdict(found[first.name], first),
        say("compare", "like", departments=listed(like)) if like else "",
        say("compare", "reasons", reasons="、".join(reasons)) if reasons else "",
        say("compare", "turns") if turning(found) else "",
        say("compare", "only", districts=count(len(names))) if len(offered) > len(names) else "",
    ]
    return wanted, found, joined(parts)


def _backwards(departments: pd.DataFrame) -> list[str]:
    return [str(row["department"]) for row in departments.to_dict("records") if greyed(row)]


def _largest(moved: pd.DataFrame) -> dict[str, Any] | None:
    """The project whose budget was revised by most money."""
    changed = moved[moved["revision"].notna() & (moved["revision"] != 0)]
    return None if changed.empty else changed.loc[changed["revision"].astype(float).abs().idxmax()].to_dict()


def _decide(snapshot: Snapshot, lines: Sequence[Suggestion], open_keys: frozenset[str], waiting: Sequence[Finding], projects: pd.DataFrame) -> str:
    errors = [one for one in waiting if one.severity == "error"]
    suspect = int((projects["unit_status"] == "suspect").sum())
    return decide_sentence(lines, open_keys, len(errors), len(by_project(snapshot, errors)), suspect)


def _weightiest(findings: Sequence[Finding]) -> list[Finding]:
    """The errors and warnings that most money depends on, one a subject and field."""
    grave = [one for one in findings if one.severity in ("error", "warning") and one.amount_at_stake]
    ordered = sorted(grave, key=lambda one: (-float(one.amount_at_stake or 0), one.severity, one.key))
    return list({(one.department, one.fiscal_year, one.project, one.rule): one for one in reversed(ordered)}.values())[::-1][:MOST_DOUBTS]


def _unspent(projects: pd.DataFrame, reasons: pd.DataFrame) -> Iterable[Unspent]:
    left = projects[projects["counted"].astype(bool) & (projects["unspent"].fillna(0) > 0)].sort_values(["unspent", "project_id"], ascending=[False, True])
    words = reasons.set_index("project_id")["deviation_reason"]
    for row in left.head(MOST_UNSPENT).to_dict("records"):
        reason = words.get(row["project_id"])
        yield Unspent(
            project_id=row["project_id"],
            project=row["name"],
            unit=_unit(row),
            fiscal_year=None if pd.isna(row["fiscal_year"]) else int(row["fiscal_year"]),
            budget=float(row["budget_base"]),
            unspent=float(row["unspent"]),
            execution_rate=float(row["execution_rate"]),
            reason=said(reason) if isinstance(reason, str) and reason else say("unspent", "no_reason"),
            standing=row["standing"],
            place=(row["file"], row["sheet"], row["range"]),
        )


def _unit(row: Mapping[str, Any]) -> str:
    """The budget department, and the 实施单位 of the form where it says another."""
    names = [name for name in (row["department"], row["implementing_unit"]) if isinstance(name, str) and name]
    own = [name for name in names[1:] if names[0] not in name]
    return said(" · ".join([*names[:1], *own]))


def _evidence(lagging: pd.DataFrame, moved: pd.DataFrame, wanted: Filters) -> dict[str, tuple[Evidence, ...]]:
    """Where each sentence can be looked up."""
    low = list(lagging.loc[lagging["below"] > 0, "department"])[:1]
    largest = _largest(moved)
    project = (Evidence(largest["name"], "project", {"project": largest["project_id"]}),) if largest and "project_id" in largest else ()
    return {
        "spent": (Evidence("总览", "overview", {}),),
        "lag": (Evidence("执行率低于80%的项目", "execution", {"rate": "低于80%", **({"department": low[0]} if low else {})}),),
        "change": (Evidence("预决算差异", "variance", {}), *project),
        "compare": (Evidence(f"区际对比：{listed(wanted.districts) or '各区'}", "compare", {}),),
        "decide": (Evidence("错误级疑点", "findings", {"severity": "error"}),),
    }
