"""What the briefing says on paper, as plain words: the .docx, the .pdf and the slides set the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.audit import SEVERITIES
from analytics.audit.use_decisions import DECISIONS, UNDECIDED
from analytics.audit.use_of_results import Suggestion, uses
from analytics.reports.briefing import Briefing, Unspent
from analytics.reports.briefing_words import THRESHOLD, say, templates
from analytics.reports.evidence import places, said, scope, subject
from analytics.wording import NOTHING, amount, count, money, percent, rate

NUMERALS = "一二三四五"
MOST_LINES = 30  # of each suggestion: the rest is counted, and stands on the page
QUOTE = 30
MOST_PLACES = 3  # of a doubt
UNSPENT_HEADS: tuple[str | tuple[str, ...], ...] = ("项目", "责任单位", ("未执行", "万元"), "执行率", "印证", "表上所写的原因")
USE_HEADS: tuple[str | tuple[str, ...], ...] = ("项目", ("金额", "万元"), "事实与印证", "出处", "决定")


@dataclass(frozen=True)
class DoubtLine:
    """One of the weightiest doubts: whose and how grave, what is wrong, where that can be seen."""

    head: str
    message: str
    evidence: str


@dataclass(frozen=True)
class UseLine:
    """One suggestion; a cell of several lines is a list."""

    project: list[str]
    amount: str
    facts: str
    place: str
    decision: list[str]


@dataclass(frozen=True)
class UseTable:
    """One use: under each of its rules the lines that follow from it, and how many were left out."""

    title: str
    rules: tuple[tuple[str, tuple[UseLine, ...]], ...]
    left_out: str


def headings() -> list[str]:
    """The headings of the parts, in order."""
    names = ("概况", templates()["unspent"]["title"], templates()["doubts"]["title"], "四张图", templates()["use"]["title"])
    return [f"{numeral}、{name}" for numeral, name in zip(NUMERALS, names, strict=True)]


def basis() -> str:
    """口径, for the foot of every page."""
    return say("document", "basis", threshold=percent(THRESHOLD))


def foot(found: Briefing) -> str:
    """Snapshot and scope, for the foot of every page."""
    return f"数据版本 {found.version}　范围：{found.filters_words}"


def day_words(on: date) -> str:
    """2026年3月1日."""
    return f"{on.year}年{on.month}月{on.day}日"


def unspent_rows(listed: Sequence[Unspent]) -> list[tuple[str, ...]]:
    """The projects that left most, in the order of UNSPENT_HEADS."""
    return [
        (
            said(f"{one.project}{f'（{one.fiscal_year}年度）' if one.fiscal_year else ''}"),
            *(one.unit, amount(one.unspent), rate(one.execution_rate), one.standing, one.reason),
        )
        for one in listed
    ]


def source_words(found: Sequence[tuple[str, str, str]]) -> str:
    """The files and sheets, each file named once."""
    files: dict[str, list[str]] = {}
    for file, sheet, at in found:
        files.setdefault(file, []).append(f"{sheet}!{at}")
    return say("document", "evidence", places=said("；".join(f"《{file}》{'、'.join(at)}" for file, at in files.items())))


def doubt_lines(found: Briefing) -> Iterator[DoubtLine]:
    """The weightiest doubts, numbered."""
    for number, one in enumerate(found.doubts, start=1):
        where = " · ".join(dict.fromkeys(part for part in (subject(one), scope(one)) if part != NOTHING))
        head = f"{number}．{said(where)}（{SEVERITIES[one.severity]}，涉及 {money(one.amount_at_stake)}）："
        seen = places(one, QUOTE)
        more = f"；等{count(len(seen))}处" if len(seen) > MOST_PLACES else ""
        evidence = say("document", "evidence", places=f"{'；'.join(seen[:MOST_PLACES])}{more}。疑点编号 {one.key}") if one.cells else ""
        yield DoubtLine(head, said(one.message), evidence)


def use_files(found: Briefing) -> list[str]:
    """The files that the suggestions rest on, in the order of their numbers."""
    return list(dict.fromkeys(one.place[0] for one in found.suggestions))


def use_tables(found: Briefing) -> Iterator[UseTable]:
    """The suggestions by use."""
    files = use_files(found)
    for use, name in uses().items():
        own = [one for one in found.suggestions if one.use == use]
        if not own:
            continue
        shown = own[:MOST_LINES]
        rules = [
            (
                f"规则：{rule.title}。金额＝{rule.formula}。依据：{rule.basis}。",
                tuple(_use_line(one, found, files) for one in shown if one.rule == rule),
            )
            for rule in dict.fromkeys(one.rule for one in shown)
        ]
        left_out = f"另有{count(len(own) - MOST_LINES)}项金额较小的，见系统“简报”页。" if len(own) > MOST_LINES else ""
        yield UseTable(f"{name}：{count(len(own))}项，{money(sum(one.amount for one in own))}", tuple(rules), left_out)


def _use_line(one: Suggestion, found: Briefing, files: Sequence[str]) -> UseLine:
    whose = [said(one.project), f"{said(one.department or NOTHING)}{f'，{one.fiscal_year}年度' if one.fiscal_year else ''}"]
    place = f"［{files.index(one.place[0]) + 1}］{said(one.place[1])}!{one.place[2]}"
    return UseLine(whose, amount(one.amount), f"{said(one.why)}；{doubt_words(one)}", place, decision_words(one, found))


def doubt_words(one: Suggestion) -> str:
    """How far the figures of a line can be trusted."""
    found = [f"{count(number)}条{word}级疑点" for number, word in ((one.errors, "错误"), (one.warnings, "警告")) if number]
    return f"金额{one.standing}" + (f"，另有{'、'.join(found)}" if found else "，没有错误或警告级疑点")


def decision_words(one: Suggestion, found: Briefing) -> list[str]:
    """What was decided, by whom and when; with what was suggested then where that has changed since."""
    decision = found.decisions.get(one.key)
    if decision is None:
        return [UNDECIDED]
    told = [DECISIONS[decision.decision], f"{decision.actor}，{decision.at:%Y-%m-%d}", *([decision.note] if decision.note else [])]
    return told if one.key not in found.open_keys else [UNDECIDED, f"数字已变，原为 {money(decision.amount)}，{'，'.join(told)}"]
