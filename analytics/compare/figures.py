"""What is compared: each figure as two columns of the metric project_list, whose sums it divides.

A project without what a figure needs is not in it, and n says how many are: a missing score is never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.compare.apart import Comparison, compared
from analytics.compare.bootstrap import Sample
from analytics.metrics import Part
from analytics.remembered import remembered

COMPARED = Part(
    ("project_id", "district", "department", "fiscal_year", "project_class", "backwards", "counted", "budget_base", "execution_rate", "execution_score",
     "execution_weight", "score_stated", "score_recomputed", "score_common")
)  # fmt: skip
"""What of `project_list` is compared."""
Column = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Figure:
    """A figure of a group of projects. `format` is one of analytics.wording; `rule`: whose rule it follows, for people."""

    name: str
    label: str
    format: str  # rate | score
    rule: str
    above: Column
    below: Column
    full: float = math.inf  # the figure cannot be above it; a rate can be as high as that of any project


def _ones(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(1.0, index=rows.index)


def _capped(rows: pd.DataFrame) -> pd.Series:
    return 10 * rows["execution_rate"].clip(0, 1)


def _rate(rows: pd.DataFrame) -> pd.Series:
    return rows["execution_rate"].where(rows["counted"].astype(bool))


def _score_share(rows: pd.DataFrame) -> pd.Series:
    return 10 * rows["execution_score"] / rows["execution_weight"].where(rows["execution_weight"] > 0)


def _money(rows: pd.DataFrame) -> pd.Series:
    return rows["budget_base"].where(rows["counted"].astype(bool))


def _column(name: str) -> Column:
    return lambda rows: rows[name]


FIGURES: tuple[Figure, ...] = (
    Figure("execution_weighted", "执行率（按金额加权）", "rate", "执行数之和 ÷ 预算数之和", lambda rows: _rate(rows) * _money(rows), _money),
    Figure("execution_mean", "执行率（每个项目同等）", "rate", "各项目执行率的平均", _rate, _ones),
    Figure("execution_score_stated", "执行率得分（自评，满分10）", "score", "各单位自己的计分办法", _score_share, _ones, 10),
    Figure("execution_score_common", "执行率得分（统一口径，满分10）", "score", "执行率 × 10，最高10分", _capped, _ones, 10),
    Figure("score_stated", "自评得分", "score", "各单位自己的计分办法", _column("score_stated"), _ones, 100),
    Figure("score_recomputed", "重算得分", "score", "表上各项得分相加", _column("score_recomputed"), _ones, 100),
    Figure("score_common", "统一口径得分", "score", "执行率 × 10，其余指标按规定分值折算", _column("score_common"), _ones, 100),
    Figure("score_weighted", "统一口径得分（按金额加权）", "score", "同上，按预算数加权", lambda rows: rows["score_common"] * _money(rows), _money, 100),
)


def sample(figure: Figure, name: str, rows: pd.DataFrame) -> Sample:
    """The projects of one group that the figure can be made of, in an order of their own: draws depend on it."""
    above, below = figure.above(rows).astype(float), figure.below(rows).astype(float)
    known = (above.notna() & below.notna()).to_numpy()
    numerators, denominators = above.to_numpy(np.float64)[known], below.to_numpy(np.float64)[known]
    order = np.lexsort((denominators, numerators))
    return Sample(name, numerators[order], denominators[order])


@remembered
def figures_of(projects: pd.DataFrame, by: str, names: Sequence[str]) -> dict[str, Comparison]:
    """Every figure compared over groups of `project_list` rows, {figure name: Comparison}, groups in the order of `names`."""
    rows = {name: projects[projects[by] == name] for name in names}
    reached = projects["execution_rate"].max()
    highest = max(1.0, float(reached)) if pd.notna(reached) else 1.0  # no group can have spent more than its projects did
    return {figure.name: compared([sample(figure, name, rows[name]) for name in names], most=min(figure.full, _ceiling(figure, highest))) for figure in FIGURES}


def _ceiling(figure: Figure, highest: float) -> float:
    return highest if figure.format == "rate" else math.inf
