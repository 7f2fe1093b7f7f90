"""The command `links`: which projects of different years may be one, and what persons judged of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics.cli.acting import opened, person
from analytics.cli.history import printed
from analytics.cli.text import table
from analytics.errors import LensError

if TYPE_CHECKING:
    from analytics.compare.link_book import Judged, LinkBook
    from analytics.compare.links import Suggestion
    from analytics.metrics import Filters

FINE = 0
ACTIONS = {"list": None, "confirm": "confirmed", "reject": "rejected", "undo": None}


def links(arguments: argparse.Namespace, filters: Filters) -> int:
    """List what may be one project and what was judged, or judge a pair."""
    from analytics.compare.link_book import LinkBook

    book = LinkBook(opened(arguments))
    if arguments.action == "list":
        return _list(arguments, book, filters)
    if len(arguments.projects) != 2:
        raise LensError("请写出两个项目标识。", "标识见 projects --json 或 links --json。")
    return _judge(arguments, book)


def _list(arguments: argparse.Namespace, book: LinkBook, filters: Filters) -> int:
    from analytics.compare.link_book import keys_of
    from analytics.compare.links import MOST, suggestions
    from analytics.metrics import run

    snapshot, judged = book.store.snapshot(), book.judged()
    departments = run(snapshot, "trend_departments", filters)
    several = int(departments.loc[departments["department_years"] > 1, "projects"].sum())
    if several > MOST:
        raise LensError(f"有几个年度的部门共有 {several} 个项目，一次最多对照 {MOST} 个。", "请用 --department 选定部门。")
    candidates = run(snapshot, "link_candidates", filters)
    found = suggestions(candidates, keys_of(judged, "confirmed"), keys_of(judged, "rejected"))
    content = lambda: {"suggestions": [_suggestion(one) for one in found], "judged": [_judged(one) for one in judged]}  # noqa: E731
    printed(arguments, content, lambda: _text(found, judged))
    said = f"{filters.words()}：{len(found)} 对项目可能是同一项目的不同年度，已认定 {len(judged)} 对"
    print(said if len(candidates) else f"{said}；没有一个部门有两个年度的自评表", file=sys.stderr)
    return FINE


def _judge(arguments: argparse.Namespace, book: LinkBook) -> int:
    from analytics.compare.link_book import JUDGEMENTS

    one, other = arguments.projects
    judgement = ACTIONS[arguments.action]
    book.judge([(one, other)], judgement, person(arguments))
    facts = {"projects": [one, other], "judgement": judgement}
    printed(arguments, lambda: facts, lambda: f"{one} 与 {other}：{JUDGEMENTS[judgement] if judgement else '已撤销认定'}")
    return FINE


def _suggestion(one: Suggestion) -> dict[str, Any]:
    sides = {side: {name: row[name] for name in ("project_id", "name", "department", "fiscal_year")} for side, row in
             (("earlier", one.earlier), ("later", one.later))}  # fmt: skip
    return {**sides, "score": round(one.score, 4), "reasons": list(one.reasons)}


def _judged(one: Judged) -> dict[str, Any]:
    return {"projects": list(one.projects), "judgement": one.judgement, "actor": one.actor, "decided_at": f"{one.at.isoformat()}Z"}


def _text(found: Sequence[Suggestion], judged: Sequence[Judged]) -> str:
    from analytics.compare.link_book import JUDGEMENTS
    from analytics.wording import percent

    likely = [
        (one.earlier["project_id"], one.earlier["fiscal_year"], one.earlier["name"], one.later["project_id"], one.later["fiscal_year"], one.later["name"],
         percent(round(one.score, 2)), "；".join(one.reasons))
        for one in found
    ]  # fmt: skip
    told = [(*one.projects, JUDGEMENTS[one.judgement], one.actor, f"{one.at:%Y-%m-%d %H:%M}") for one in judged]
    parts = [table(("项目标识", "年度", "项目", "项目标识", "年度", "项目", "把握", "依据"), likely)]
    return "\n\n".join([*parts, table(("项目标识", "项目标识", "认定", "何人", "何时（世界时）"), told)] if told else parts)
