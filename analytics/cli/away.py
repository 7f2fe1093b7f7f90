"""The kinds of `report` that are about projects: briefing, slides, the whole dashboard. The filters of findings say nothing to them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from analytics.cli.acting import opened
from analytics.cli.history import printed, written
from analytics.errors import LensError

if TYPE_CHECKING:
    from analytics.metrics import Filters
    from analytics.reports.briefing import Briefing
    from analytics.reports.dashboard import Asked

FINE = 0
AWAY_KINDS = {"briefing": "简报", "slides": "幻灯片", "dashboard": "整个看板", "charts": "全部图表"}
Make = Callable[["Briefing", date, str], bytes]
Made = TypeVar("Made")


def away(arguments: argparse.Namespace, filters: Filters) -> int:
    """Write one of them."""
    if arguments.kind in _WHOLE:
        return _whole(arguments, filters)
    make = asked_ending(arguments, AWAY_KINDS[arguments.kind], _MAKE[arguments.kind])
    return _briefed(arguments, filters, make)


def asked_ending(arguments: argparse.Namespace, name: str, made: Mapping[str, Made]) -> Made:
    """What makes the file whose ending was asked for; raises LensError for another."""
    ending = arguments.out.suffix.lower()
    if ending not in made:
        raise LensError(f"{name}不能写成“{ending or arguments.out.name}”。", f"请让 --out 的文件名以 {'、'.join(made)} 结尾。")
    return made[ending]


def _briefed(arguments: argparse.Namespace, filters: Filters, make: Make) -> int:
    from analytics.cli.uses import gathered

    found = gathered(opened(arguments), filters)
    if not found.projects:
        raise LensError(f"“{filters.words()}”中没有项目，没有写出文件。", "请放宽筛选条件。")
    written(arguments.out, make(found, arguments.prepared_on or date.today(), arguments.prepared_by or ""))
    _say_fonts(arguments)
    facts = {"file": str(arguments.out), "kind": arguments.kind, "projects": found.projects, "snapshot": found.version}
    facts |= {"sentences": {one.name: one.text for one in found.sentences}, "suggestions": len(found.suggestions), "open": len(found.open_keys)}
    printed(arguments, lambda: facts, lambda: "\n".join(f"{one.topic}：{one.text}" for one in found.sentences))
    print(f"{found.filters_words}，数据版本 {found.version}", file=sys.stderr)
    return FINE


def _whole(arguments: argparse.Namespace, filters: Filters) -> int:
    """All pages in one file; nothing is written before all is made, so that stopping it leaves nothing."""
    from analytics.audit.casebook import Casebook
    from analytics.audit.use_decisions import UseDecisions
    from analytics.metrics import run
    from analytics.reports.dashboard import asked

    name = AWAY_KINDS[arguments.kind]
    make = asked_ending(arguments, name, _WHOLE[arguments.kind])
    store = opened(arguments)
    cases = Casebook(store).readable()  # first: a retest that is still owed makes a new snapshot
    snapshot = store.snapshot()
    projects = int(run(snapshot, "summary", filters).iloc[0]["projects"])
    if not projects:
        raise LensError(f"“{filters.words()}”中没有项目，没有写出文件。", "请放宽筛选条件。")
    given = asked(snapshot, filters, cases, UseDecisions(store).current())
    try:
        content = make(given, arguments.prepared_on or date.today(), arguments.prepared_by or "")
    except KeyboardInterrupt:
        raise LensError("已取消，没有写出文件。") from None
    written(arguments.out, content)
    _say_fonts(arguments)
    facts = {"file": str(arguments.out), "kind": arguments.kind, "projects": projects, "snapshot": snapshot.version, "filters": filters.as_mapping()}
    printed(arguments, lambda: facts, lambda: f"{name}：{projects} 个项目，{filters.words()}，数据版本 {snapshot.version}")
    return FINE


def _dashboard(given: Asked, on: date, author: str) -> bytes:
    from analytics.reports.dashboard_pdf import STEPS, dashboard_pdf

    return dashboard_pdf(given, on, author, lambda step: print(f"{STEPS.index(step) + 1}/{len(STEPS)}　{step}", file=sys.stderr))


def _charts(given: Asked, _on: date, _author: str) -> bytes:
    from analytics.reports.dashboard import parts
    from analytics.reports.dashboard_parts import MAKERS
    from analytics.reports.picture_bundle import picture_bundle

    figures = []
    for name, made in parts(given, MAKERS):
        print(name, file=sys.stderr)
        figures += [(part.title, figure) for part in made for figure in part.figures]
    return picture_bundle(figures, given.source())


def _say_fonts(arguments: argparse.Namespace) -> None:
    if arguments.out.suffix.lower() == ".pdf":
        from analytics.reports.typeset import machine_fonts

        print(machine_fonts().words, file=sys.stderr)


def _document(found: Briefing, on: date, author: str) -> bytes:
    from analytics.reports.briefing_document import briefing_document

    return briefing_document(found, on, author)


def _pdf(found: Briefing, on: date, author: str) -> bytes:
    from analytics.reports.briefing_pdf import briefing_pdf

    return briefing_pdf(found, on, author)


def _slides(found: Briefing, on: date, author: str) -> bytes:
    from analytics.reports.slides import briefing_slides

    return briefing_slides(found, on, author)


_MAKE: Mapping[str, Mapping[str, Make]] = {"briefing": {".docx": _document, ".pdf": _pdf}, "slides": {".pptx": _slides}}
_WHOLE: Mapping[str, Mapping[str, Callable[[Asked, date, str], bytes]]] = {"dashboard": {".pdf": _dashboard}, "charts": {".zip": _charts}}
