"""The command `uses`: what the results suggest for the money (结果应用清单), and what persons decide of it. The same list as on 简报."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics.cli.acting import opened
from analytics.cli.acting import person as person_of
from analytics.cli.formats import value_json
from analytics.cli.history import printed
from analytics.cli.text import table
from analytics.errors import LensError
from analytics.store import Store

if TYPE_CHECKING:
    from analytics.audit.use_of_results import Suggestion
    from analytics.metrics import Filters
    from analytics.reports.briefing import Briefing

FINE = 0
PLAIN = ("key", "use", "project_id", "project", "department", "unit", "district", "fiscal_year", "amount", "why", "standing", "errors", "warnings", "also")
HEADINGS = ("编号", "用途", "项目", "部门", "年度", "金额（万元）", "规则", "事实与印证", "出处", "决定")


def uses(arguments: argparse.Namespace, filters: Filters) -> int:
    """List suggestions; decide those that are named, or take their decisions back."""
    store = opened(arguments)
    found = gathered(store, filters)
    chosen = _named(found.suggestions, arguments.keys)
    if arguments.decide or arguments.take_back:
        _move(store, arguments, chosen)
        found = gathered(store, filters)
        chosen = _named(found.suggestions, arguments.keys)
    shown = [one for one in chosen if arguments.use in (None, one.use) and (not arguments.undecided or one.key in found.open_keys)]
    content = lambda: {"snapshot": found.version, "filters": filters.as_mapping(), "uses": [use_json(one, found) for one in shown]}  # noqa: E731
    printed(arguments, content, lambda: _text(shown, found))
    print(f"{found.filters_words}，数据版本 {found.version}", file=sys.stderr)
    return FINE


def gathered(store: Store, filters: Filters) -> Briefing:
    """The briefing of now: the list rests on the same findings and standings as its sentences."""
    from analytics.audit.casebook import Casebook
    from analytics.audit.use_decisions import UseDecisions
    from analytics.reports.briefing import briefing

    cases = Casebook(store).readable()  # first: a retest that is still owed makes a new snapshot
    return briefing(store.snapshot(), filters, cases, UseDecisions(store).current())


def _named(suggestions: Sequence[Suggestion], keys: Sequence[str]) -> list[Suggestion]:
    by_key = {one.key: one for one in suggestions}
    unknown = [key for key in keys if key not in by_key]
    if unknown:
        raise LensError(f"没有编号为“{'、'.join(unknown)}”的建议。", "编号见 uses 命令的输出；筛选条件会减少清单。")
    return [by_key[key] for key in dict.fromkeys(keys)] if keys else list(suggestions)


def _move(store: Store, arguments: argparse.Namespace, chosen: Sequence[Suggestion]) -> None:
    from analytics.audit.use_decisions import UseDecisions

    if not arguments.keys:
        raise LensError("请写明决定哪几项。", "编号见 uses 命令的输出。")
    decisions, person = UseDecisions(store), person_of(arguments)
    if arguments.take_back:
        decisions.take_back(chosen, person, arguments.note)
    else:
        decisions.decide(chosen, arguments.decide, person, arguments.note)


def use_json(one: Suggestion, found: Briefing) -> dict[str, Any]:
    """A line of `uses --json`; `undecided` is true as well where figures have changed since the decision."""
    file, sheet, at = one.place
    rule = {"id": one.rule.id, "title": one.rule.title, "formula": one.rule.formula, "basis": one.rule.basis}
    decision = found.decisions.get(one.key)
    decided = decision and {name: value_json(getattr(decision, name)) for name in ("decision", "amount", "note", "actor", "role")}
    decided = decided and {**decided, "at": decision.at.isoformat(timespec="seconds") + "Z"}
    plain = {name: value_json(getattr(one, name)) for name in PLAIN}
    return {**plain, "rule": rule, "cells": [{"file": file, "sheet": sheet, "cell": at}], "undecided": one.key in found.open_keys, "decision": decided}


def _text(shown: Sequence[Suggestion], found: Briefing) -> str:
    from analytics.audit.use_of_results import uses as names
    from analytics.reports.briefing_paper import decision_words, doubt_words
    from analytics.wording import amount

    rows = [
        (
            *(one.key, names()[one.use], one.project, one.department, one.fiscal_year, amount(one.amount), one.rule.title),
            *(f"{one.why}；{doubt_words(one)}", f"{one.place[1]}!{one.place[2]}", "，".join(decision_words(one, found))),
        )
        for one in shown
    ]
    return table(HEADINGS, rows, right=(5,)) if rows else "没有符合条件的建议。"
