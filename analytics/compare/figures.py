"""What is compared: each figure as two columns of the metric compared_projects, whose sums it divides.

A project without what a figure needs is not in it, and n says how many are: a missing score is never a zero. The projects
themselves are asked for only of groups that are drawn from (apart.py); of all others the sums of figure_sums are enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.compare.apart import Comparison, compared, drawn
from analytics.compare.bootstrap import Figured, Sample, summed
from analytics.remembered import remembered

Column = Callable[[pd.DataFrame], pd.Series]
SUMS = ("n", "divided", "divisor", "divided_squared", "crossed", "divisor_squared")
NONE: Mapping = {"n": 0, "divisor": 0.0}


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


Sums = Mapping[str, Mapping]
"""Of one figure (or class): the row of sums of each group."""


def sums_of(rows: pd.DataFrame, of: str, by: str = "district") -> dict[str, dict[str, dict]]:
    """The rows of `figure_sums` (or `class_sums`) by figure (or class: the column `of`) and group."""
    found: dict[str, dict[str, dict]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row[of], {})[row[by]] = row
    return found


def drawn_from(sums: Mapping[str, Sums], names: Sequence[str]) -> tuple[str, ...]:
    """The groups of which some figure (or class) is drawn from: their projects are asked for."""
    needed = {name for one in sums.values() for name, draws in zip(names, drawn([_size(one, name) for name in names])) if draws}
    return tuple(name for name in names if name in needed)


def groups_of(figure: Figure, sums: Sums, projects: pd.DataFrame, names: Sequence[str], by: str = "district") -> list[Figured]:
    """The groups of these names: the projects of those that are drawn from, the sums of the others."""
    draws = drawn([_size(sums, name) for name in names])
    return [sample(figure, name, projects[projects[by] == name]) if needed else summed(name, sums.get(name, NONE)) for name, needed in zip(names, draws)]


def _size(sums: Sums, name: str) -> int:
    return int(sums[name]["n"]) if name in sums else 0


@remembered
def figures_of(sums: pd.DataFrame, projects: pd.DataFrame, names: Sequence[str]) -> dict[str, Comparison]:
    """Every figure compared over districts, {figure name: Comparison}, in the order of `names`.

    `sums`: of `figure_sums` by district; `projects`: of `compared_projects`, of the districts in `drawn_from` at least.
    """
    known = sums_of(sums, "figure")
    reached = max((row["highest"] for row in known.get("execution_mean", {}).values()), default=1.0)
    highest = max(1.0, float(reached))  # no group can have spent more than its projects did
    groups = {figure: groups_of(figure, known.get(figure.name, {}), projects, names) for figure in FIGURES}
    return {figure.name: compared(own, most=min(figure.full, _ceiling(figure, highest))) for figure, own in groups.items()}


def _ceiling(figure: Figure, highest: float) -> float:
    return highest if figure.format == "rate" else math.inf
