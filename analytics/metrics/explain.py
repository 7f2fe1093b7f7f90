"""What stands behind a key figure: what it means, how it is made, which projects are in it, which are not and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas

from analytics.metrics.cards import CARDS, Card
from analytics.metrics.filters import Filters
from analytics.wording import count, money

Ask = Callable[..., pandas.DataFrame]
"""`ask(metric, filters, **parameters)`: the rows of a metric."""

COUNTED, SCORED = "金额可读、单位无疑的项目", "填有总分的项目"
# name of a card -> the projects in it (the word of explained_projects.sql), what they are called, what weighs most in it
FIGURES: Mapping[str, tuple[str, str, str]] = {
    "projects": ("all", "当前范围内的全部项目", "budget"),
    **dict.fromkeys(("budget", "budget_base", "execution_rate", "initial_budget", "revised_budget", "revision"), ("counted", COUNTED, "budget")),
    "executed": ("counted", COUNTED, "executed"),
    "unspent": ("counted", COUNTED, "unspent"),
    **dict.fromkeys(("score_mean", "score_median", "mean", "median", "mean_weighted"), ("scored", SCORED, "budget")),
    "unscored": ("unscored", "没有填总分的项目", "budget"),
    "below": ("below", "执行率严格低于80%的项目", "unspent"),
    "in_doubt": ("in_doubt", "单位存疑或已更正、有矛盾、读取有误的项目", "budget"),
}


@dataclass(frozen=True)
class Explanation:
    """One key figure explained. `projects` are those that weigh most, `found` how many there are in all; sentences are Chinese."""

    card: Card
    included: str
    left_out: tuple[str, ...]
    projects: tuple[Mapping[str, Any], ...] = ()
    found: int = 0


def explained(ask: Ask, measure: str, filters: Filters) -> Explanation | None:
    """The explanation of a figure under these filters; None where there is no such card."""
    card = CARDS.get(measure)
    if card is None:
        return None
    if measure not in FIGURES:
        return Explanation(card, "", ())
    among, called, weight = FIGURES[measure]
    rows = ask("explained_projects", filters, among=among, weight=weight)
    found = int(rows["found"].iloc[0]) if len(rows) else 0
    included = f"{called}：{count(found)}个" + (f"，预算合计 {money(rows['budget'].iloc[0])}" if found else "")
    return Explanation(card, included, _left_out(ask, among, filters), tuple(rows.to_dict("records")), found)


def _left_out(ask: Ask, among: str, filters: Filters) -> tuple[str, ...]:
    """Who is not in it and why, one sentence a reason."""
    if among == "scored":
        unscored = int(ask("score_summary", filters)["unscored"].iloc[0])
        return (f"没有填总分的{count(unscored)}个，不按零分计",) if unscored else ("没有：所有项目都有总分",)
    if among in ("counted", "below"):
        reasons = ask("left_out", filters).to_dict("records")
        return tuple(f"{one['label']}的{count(one['projects'])}个" for one in reasons) or ("没有：所有项目都已计入",)
    return ()
