"""How a standing (印证情况) is shown: a sign in a table, a thin bar of three shares under a figure; never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.wording import count, money, portion

CONFIRMED, UNCONFIRMED, CONTRADICTED = "已印证", "未印证", "有矛盾"
DOUBTFUL = (CONTRADICTED, "不一致")
MARK = "▲ "
SCORE_DOUBTS = "：总分加错、分值合计、执行率得分、报告与表不一"

# Which parts of a `summary` row carry which figures: by the budget, by what was spent or left of it, or by the number of scored projects.
PARTS = {
    "money": ("verified_budget", "unverified_budget", "contradicted_budget"),
    "spent": ("verified_executed", "unverified_executed", "contradicted_executed"),
    "left": ("verified_executed", "unverified_executed", "contradicted_executed"),  # less than the budget of the same standing
    "score": ("verified_scores", "unverified_scores", "contradicted_scores"),
}
FIGURES = {
    **dict.fromkeys(("budget", "budget_base", "initial_budget", "revised_budget", "execution_rate", "revision", "outturn_deviation"), "money"),
    "executed": "spent",
    "unspent": "left",
    **dict.fromkeys(("mean", "median", "score_mean", "score_median", "score_stated", "common_mean", "mean_weighted"), "score"),
}


@dataclass(frozen=True)
class Share:
    """How much of a figure has this standing: `share` of 1, `words` for people (money in 万元, or a number of projects)."""

    standing: str
    share: float
    words: str


def marked(standing: str) -> str:
    """The word itself, with a sign before it where two figures contradict each other."""
    return f"{MARK}{standing}" if standing in DOUBTFUL else standing


def standings(summary: Mapping[str, Any]) -> dict[str, tuple[Share, ...]]:
    """The standings of every measure that a `summary` row (or one with its columns of standings) carries, by name of card."""
    return {measure: shares(summary, measure) for measure, figure in FIGURES.items() if PARTS[figure][0] in summary}


def of_project(row: Mapping[str, str]) -> dict[str, tuple[Share, ...]]:
    """The same for one project, of a row of `project_standing`."""
    known = {measure: row["score_standing" if figure == "score" else "standing"] for measure, figure in FIGURES.items()}
    return {measure: (Share(standing, 1.0, standing),) for measure, standing in known.items()}


def shares(summary: Mapping[str, Any], measure: str) -> tuple[Share, ...]:
    """The standings of a measure of a `summary` row, those that occur; none where it rests on nothing."""
    figure = FIGURES[measure]
    amounts = [float(summary[name] or 0) for name in PARTS[figure]]
    if figure == "left":
        amounts = [max(float(summary[name] or 0) - spent, 0.0) for name, spent in zip(PARTS["money"], amounts, strict=True)]
    whole = sum(amounts)
    said = (lambda number: f"{count(number)}个项目") if figure == "score" else money
    named = zip((CONFIRMED, UNCONFIRMED, CONTRADICTED), amounts, strict=True)
    return tuple(
        Share(
            standing,
            amount / whole,
            f"{standing} {portion(amount / whole)}（{said(amount)}{SCORE_DOUBTS if (figure, standing) == ('score', CONTRADICTED) else ''}）",
        )
        for standing, amount in named
        if amount > 0 and whole
    )
