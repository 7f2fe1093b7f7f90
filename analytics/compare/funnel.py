"""A funnel of projects in place of a league table: how far may a rate of this budget lie from the overall rate by chance alone?

Spiegelhalter 2005, Funnel plots for comparing institutional performance, Statistics in Medicine 24, 1185 to 1202: limits
around the overall rate that narrow with size, at 95 % and 99.8 %, and their section on over-dispersion. The overall rate is
a ratio of two sums, so the spread is that of the linearised residuals executed - rate × budget, taken to grow with the
budget: var(execution rate) = dispersion / budget. The dispersion is the mean of squared scores, winsorised at a tenth of
each side as proposed there, so that single extreme projects do not widen the limits that are to show them; it is divided by
what winsorising leaves of a normal variance, so that the limits of 95 % hold 95 % where nothing is extreme.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from analytics.compare.apart import FEWEST
from analytics.metrics.backwards import SHORT
from analytics.wording import count, listed, percent, rate

WARN, ALARM = 0.95, 0.998
WINSORISED = 0.1
SAID = 6  # names in a sentence about very many projects
_BEND = NormalDist().inv_cdf(1 - WINSORISED)
LEFT = 1 - 2 * WINSORISED - 2 * _BEND * NormalDist().pdf(_BEND) + 2 * WINSORISED * _BEND**2  # 0.679


@dataclass(frozen=True)
class Funnel:
    """Overall rate and dispersion (in the unit of the budget) of n projects."""

    rate: float
    dispersion: float
    n: int

    @property
    def drawn(self) -> bool:
        """Whether there are projects enough, and any spread at all, for limits."""
        return self.n >= FEWEST and self.dispersion > 0

    def limits(self, budget: float, level: float) -> tuple[float, float]:
        """Lowest and highest rate within the limits of this level for this budget; never below zero."""
        away = reach(level) * math.sqrt(self.dispersion / budget)
        return max(self.rate - away, 0.0), self.rate + away

    def outside(self, budget: float, rate: float, level: float) -> bool:
        """Whether a project of this budget and rate lies beyond the limits of this level."""
        low, high = self.limits(budget, level)
        return self.drawn and not low <= rate <= high


def funnel(budgets: np.ndarray, executed: np.ndarray) -> Funnel:
    """The funnel of projects with a budget above zero; arrays of floats of the same length."""
    known = budgets > 0
    budgets, executed = budgets[known], executed[known]
    if not len(budgets):
        return Funnel(math.nan, 0.0, 0)
    overall = float(executed.sum() / budgets.sum())
    scores = (executed - overall * budgets) / np.sqrt(budgets)
    low, high = np.quantile(scores, [WINSORISED, 1 - WINSORISED])
    return Funnel(overall, float(np.mean(np.clip(scores, low, high) ** 2)) / LEFT, len(budgets))


@dataclass(frozen=True)
class Numbers:
    """Of all projects: those with a budget, those written backwards, those beyond the limits of 95 % and of 99.8 %."""

    drawn: int
    backwards: int
    warn: int
    alarm: int


def reach(level: float) -> float:
    """Standard deviations within which so much of what chance gives lies."""
    return NormalDist().inv_cdf(0.5 + level / 2)


LIMITS = {"warn": reach(WARN), "alarm": reach(ALARM), "left": LEFT}
"""Parameters of the metric `funnel_spread`."""


def numbers_of_spread(row: Mapping[str, Any]) -> Numbers:
    """How many there are of each, out of the row of `funnel_spread` asked with LIMITS."""
    return Numbers(*(int(row[name]) for name in ("drawn", "backwards", "beyond_warn", "beyond_alarm")))


def funnel_of_spread(row: Mapping[str, Any]) -> Funnel:
    """The funnel of the row of `funnel_spread` asked with LIMITS: the same as of all its projects."""
    return Funnel(float(row["execution_rate"]), float(row["spread"]) / LEFT, int(row["n"])) if row["n"] else Funnel(math.nan, 0.0, 0)


def funnel_of(projects: pd.DataFrame) -> Funnel:
    """The funnel of `compare_rates` rows; departments whose budgets are written backwards say nothing of spending and stay out."""
    used = projects[~projects["backwards"].astype(bool)]
    return funnel(used["budget_base"].to_numpy(np.float64), used["executed"].to_numpy(np.float64))


def outside(found: Funnel, projects: pd.DataFrame, level: float) -> pd.DataFrame:
    """The projects beyond the limits of this level, largest budget first."""
    rows = projects[(projects["budget_base"] > 0) & ~projects["backwards"].astype(bool)]
    if not found.drawn:
        return rows.head(0)
    away = (rows["execution_rate"].astype(float) - found.rate).abs() * np.sqrt(rows["budget_base"].astype(float) / found.dispersion)
    return rows[away > reach(level)].sort_values("budget_base", ascending=False)


def beside_limits(found: Funnel, projects: pd.DataFrame) -> pd.DataFrame:
    """The projects with where each lies: 超出99.8%, 超出95%, 之内, or not judged because its budget is written backwards."""
    alarm, warn = (set(outside(found, projects, level)["project_id"]) for level in (ALARM, WARN))
    words = {True: f"超出{percent(ALARM)}控制限", False: f"超出{percent(WARN)}控制限"}
    said = [
        SHORT if row["backwards"] else "未画控制限" if not found.drawn else words[row["project_id"] in alarm] if row["project_id"] in warn else "控制限之内"
        for row in projects[["project_id", "backwards"]].to_dict("records")
    ]
    return projects.assign(limit=said)


def funnel_sentence(found: Funnel, projects: pd.DataFrame, numbers: Numbers | None = None) -> str:
    """What the funnel says: which projects differ by more than their size explains; `numbers` where `projects` are not all."""
    backwards = numbers.backwards if numbers else int(projects["backwards"].sum())
    apart = f"另有{count(backwards)}个项目所在部门的预算数疑为倒填，不参与计算。" if backwards else ""
    if not found.drawn:
        return f"可用的项目只有{count(found.n)}个，或执行率全都相同，不画控制限。{apart}"
    alarm = outside(found, projects, ALARM)
    beyond = numbers.alarm if numbers else len(alarm)
    warn = (numbers.warn if numbers else len(outside(found, projects, WARN))) - beyond
    between = f"，另有{count(warn)}个在{percent(WARN)}与{percent(ALARM)}之间（每20个里约有1个会这样）" if warn else ""
    said = f"{count(found.n)}个项目合计执行率 {rate(found.rate)}"
    if alarm.empty:
        return f"{said}；没有项目超出{percent(ALARM)}控制限，各项目的高低都在与预算规模相应的波动之内，不宜排名{between}。{apart}"
    worth = f"超出{percent(ALARM)}控制限、值得过问的有{count(beyond)}个：{_named(alarm, beyond)}"
    return f"{said}；{worth}{between}；其余的高低在波动之内，不宜排名。{apart}"


def _named(alarm: pd.DataFrame, number: int) -> str:
    """The largest of them by name, as many as a sentence can hold."""
    names = list(alarm["name"])
    return listed(names) if number == len(names) else f"{'、'.join(names[:SAID])}等"
