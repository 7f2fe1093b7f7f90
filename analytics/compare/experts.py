"""How far a panel of experts agrees on the items of a score sheet, and what the result would be by other ways to join their points.

Agreement is measured on shares of the weight, so that an item of 2 points and one of 20 are on one scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import chdtrc, fdtri

from analytics.compare.bootstrap import DRAWS, LEVEL, SEED, Interval
from analytics.remembered import remembered

FEWEST_ITEMS, FEWEST_EXPERTS = 5, 3  # below these no agreement is stated


@dataclass(frozen=True, eq=False)
class Panel:
    """Points of experts: one row an item, one column an expert; `weights` are the points to be had, one an item."""

    items: tuple[str, ...]
    weights: np.ndarray
    points: np.ndarray

    @cached_property
    def shares(self) -> np.ndarray:
        """Points as shares of the weight, the items that every expert scored."""
        known = ~np.isnan(self.points).any(axis=1) & (self.weights > 0)
        return self.points[known] / self.weights[known, None]

    @property
    def measurable(self) -> bool:
        """Whether there are items and experts enough to speak of agreement."""
        return self.shares.shape[0] >= FEWEST_ITEMS and self.shares.shape[1] >= FEWEST_EXPERTS


@dataclass(frozen=True)
class Variances:
    """Mean squares of a table of n items by k experts (two-way analysis of variance)."""

    items: float
    experts: float
    rest: float
    within: float
    n: int
    k: int


def variances(table: np.ndarray) -> Variances:
    """The mean squares of a table without gaps."""
    n, k = table.shape
    mean, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    items, experts = k * ((rows - mean) ** 2).sum(), n * ((columns - mean) ** 2).sum()
    whole = ((table - mean) ** 2).sum()
    return Variances(items / (n - 1), experts / (k - 1), (whole - items - experts) / ((n - 1) * (k - 1)), (whole - items) / (n * (k - 1)), n, k)


def agreement(table: np.ndarray, level: float = LEVEL) -> Interval:
    """ICC(2,1): how much of what one expert gives is the item's own (Shrout and Fleiss 1979, Psychological Bulletin 86).

    Its interval is theirs for case 2. nan where every point is the same.
    """
    mean = variances(table)
    below = mean.items + (mean.k - 1) * mean.rest + mean.k * (mean.experts - mean.rest) / mean.n
    if not below:
        return Interval(math.nan, math.nan, math.nan)
    value = (mean.items - mean.rest) / below
    return Interval(value, *_ends_of_icc(mean, value, level)) if mean.rest > 0 else Interval(value, value, value)


def _ends_of_icc(mean: Variances, value: float, level: float) -> tuple[float, float]:
    n, k, ratio = mean.n, mean.k, mean.experts / mean.rest
    above = (k - 1) * (n - 1) * (k * value * ratio + n * (1 + (k - 1) * value) - k * value) ** 2
    degrees = above / ((n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2)
    upper, lower = fdtri(n - 1, degrees, (1 + level) / 2), fdtri(degrees, n - 1, (1 + level) / 2)
    spread = k * mean.experts + (k * n - k - n) * mean.rest
    low = n * (mean.items - upper * mean.rest) / (upper * spread + n * mean.items)
    high = n * (lower * mean.items - mean.rest) / (spread + n * lower * mean.items)
    return float(low), float(high)


def agreement_of_mean(table: np.ndarray) -> float:
    """ICC(2,k): the same of the mean of all experts."""
    mean = variances(table)
    below = mean.items + (mean.experts - mean.rest) / mean.n
    return (mean.items - mean.rest) / below if below else math.nan


@dataclass(frozen=True)
class Concordance:
    """Kendall's W, 0 (no order in common) to 1 (the same order), its interval over items, and the chance of it without any agreement."""

    interval: Interval
    chance: float


@remembered
def concordance(table: np.ndarray, level: float = LEVEL) -> Concordance:
    """Kendall's W with its correction for ties (Kendall and Babington Smith 1939; Siegel and Castellan 1988, section 9.7)."""
    value = _kendall(table)
    n, k = table.shape
    generator = np.random.default_rng(SEED)
    drawn = np.array([_kendall(table[generator.integers(0, n, n)]) for _ in range(DRAWS // 4)])
    known = drawn[~np.isnan(drawn)]
    ends = np.quantile(known, [(1 - level) / 2, (1 + level) / 2]) if len(known) else (math.nan, math.nan)
    return Concordance(Interval(value, float(ends[0]), float(ends[1])), float(chdtrc(n - 1, k * (n - 1) * value)) if not math.isnan(value) else math.nan)


def _kendall(table: np.ndarray) -> float:
    n, k = table.shape
    ranks = np.column_stack([_ranked(column) for column in table.T])
    sums = ranks.sum(axis=1)
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(column, return_counts=True)[1] for column in table.T))
    below = k**2 * (n**3 - n) - k * ties
    return float(12 * ((sums - sums.mean()) ** 2).sum() / below) if below > 0 else math.nan


def _ranked(column: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties share the mean of theirs."""
    _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def totals(panel: Panel) -> dict[str, float]:
    """The panel's total by mean, median and trimmed mean (without the highest and the lowest of each item), in points."""
    points = np.sort(panel.points, axis=1)
    trimmed = points[:, 1:-1] if points.shape[1] > 2 else points
    return {name: float(np.nansum(joined)) for name, joined in (
        ("mean", np.nanmean(points, axis=1)), ("median", np.nanmedian(points, axis=1)), ("trimmed", np.nanmean(trimmed, axis=1)),
    )}  # fmt: skip


def without_each(panel: Panel) -> tuple[float, ...]:
    """The total by mean without the first expert, without the second, and so on: what one person moves."""
    others = (np.delete(panel.points, expert, axis=1) for expert in range(panel.points.shape[1]))
    return tuple(float(np.nansum(np.nanmean(points, axis=1))) for points in others)
