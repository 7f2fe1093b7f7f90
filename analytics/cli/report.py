"""The command `report`: papers to carry away, over the findings that the filters leave. The ending of the file says which form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.cli.acting import opened
from analytics.cli.away import AWAY_KINDS, away
from analytics.cli.cases import asked
from analytics.cli.history import printed, written
from analytics.errors import LensError

if TYPE_CHECKING:
    from analytics.audit import Run
    from analytics.audit.case import Case
    from analytics.audit.casebook import Casebook
    from analytics.metrics import Filters
    from analytics.reports.evidence import History
    from analytics.reports.workpaper import Paper
    from analytics.store import Snapshot

FINE = 0


@dataclass(frozen=True)
class Order:
    """What a paper is made from."""

    arguments: argparse.Namespace
    cases: Sequence[Case]
    snapshot: Snapshot
    paper: Paper
    not_run: Sequence[Run]
    history: History


def report(arguments: argparse.Namespace, filters: Filters) -> int:
    """Write one paper."""
    if arguments.kind in AWAY_KINDS:
        return away(arguments, filters)
    ending = arguments.out.suffix.lower()
    make = _MAKE[arguments.kind].get(ending)
    if make is None:
        raise LensError(
            f"{KINDS[arguments.kind]}不能写成“{ending or arguments.out.name}”。", f"请让 --out 的文件名以 {'、'.join(_MAKE[arguments.kind])} 结尾。"
        )
    order = _order(arguments, filters)
    if not order.cases:
        raise LensError(f"“{order.paper.filters_words}”中没有疑点，没有写出文件。", "请放宽筛选条件。")
    written(arguments.out, make(order))
    facts = {"file": str(arguments.out), "kind": arguments.kind, "findings": len(order.cases), "snapshot": order.snapshot.version}
    printed(arguments, lambda: facts, lambda: f"{KINDS[arguments.kind]}：{len(order.cases)} 条疑点，数据版本 {order.snapshot.version}")
    print(order.paper.filters_words, file=sys.stderr)
    return FINE


def _order(arguments: argparse.Namespace, filters: Filters) -> Order:
    from analytics.audit import audit_of
    from analytics.audit.casebook import Casebook

    store = opened(arguments)
    snapshot, book = store.snapshot(), Casebook(store)
    found = asked(book.cases(), arguments, snapshot, filters)
    return Order(arguments, found, snapshot, _paper(arguments, filters), audit_of(snapshot).not_run, _history(found, book))


def _history(cases: Sequence[Case], book: Casebook) -> History:
    """The steps of the cases that persons have touched."""
    return {case.key: book.history(case.key) for case in cases if case.status != "open" or case.replies}


def _paper(arguments: argparse.Namespace, filters: Filters) -> Paper:
    from analytics.reports.workpaper import Paper

    texts = {name: getattr(arguments, name) or "" for name in ("project", "matter", "process", "conclusion", "basis", "opinion", "index")}
    persons = {name: getattr(arguments, name) or "" for name in ("prepared_by", "reviewed_by")}
    days = {name: getattr(arguments, name) for name in ("prepared_on", "reviewed_on")}
    return Paper(**texts, **persons, **days, filters_words=_words(arguments, filters), annexes=arguments.annexes or 0)


def _words(arguments: argparse.Namespace, filters: Filters) -> str:
    """All filters in Chinese."""
    from analytics.audit import FAMILIES, RULES, SEVERITIES
    from analytics.audit.case import STATUSES

    parts = (
        RULES[arguments.rule].title if arguments.rule else "",
        FAMILIES[arguments.family] if arguments.family else "",
        SEVERITIES[arguments.severity] if arguments.severity else "",
        "、".join(STATUSES[one] for one in arguments.status),
    )
    return " · ".join((filters.words(), *(part for part in parts if part)))


def _unit(order: Order) -> str:
    """The one department that a letter goes to."""
    units = sorted({case.finding.department for case in order.cases if case.finding.department})
    if len(units) != 1:
        raise LensError(f"所选疑点涉及{len(units)}个预算部门：{'、'.join(units)}。", "一份只写给一个单位，请用 --department 选定。")
    return units[0]


def _workpaper(order: Order) -> bytes:
    from analytics.reports.workpaper import working_paper

    return working_paper(order.cases, order.snapshot, order.paper, order.history)


def _annex(order: Order) -> bytes:
    from analytics.reports.workpaper_annex import annex

    return annex(order.cases, order.snapshot, order.paper.filters_words, order.paper, order.not_run)


def _bundle(order: Order) -> bytes:
    from analytics.reports.paper_bundle import paper_bundle

    return paper_bundle(order.cases, order.snapshot, order.paper, order.not_run, order.history)


def _evidence(order: Order) -> bytes:
    from analytics.reports.letters import evidence_record

    return evidence_record(order.cases, order.snapshot, _unit(order), order.paper, order.arguments.pages or 0)


def _letter(order: Order) -> bytes:
    from analytics.reports.letters import inquiry_letter, left_out_words

    if left_out := left_out_words(order.cases):
        print(left_out, file=sys.stderr)
    return inquiry_letter(order.cases, order.snapshot, _unit(order), order.paper, order.arguments.due)


KINDS = {**AWAY_KINDS, "workpaper": "审计工作底稿", "annex": "底稿附表", "evidence": "审计取证单", "letter": "疑点核实函"}
_MAKE: Mapping[str, Mapping[str, Callable[[Order], bytes]]] = {
    "workpaper": {".docx": _workpaper, ".xlsx": _annex, ".zip": _bundle},
    "annex": {".xlsx": _annex},
    "evidence": {".docx": _evidence},
    "letter": {".docx": _letter},
}
