"""Which groups can be told apart: by the interval of their difference, never by two intervals that overlap or do not.

With more than two groups every pair is held to a stricter level, so that all statements together hold at LEVEL
(Bonferroni); the ranks a group may have follow from them (Mogstad, Romano, Shaikh and Wilhelm 2024, Inference for ranks).
Many groups are compared without draws (`without_draws`; bootstrap.py says how), of more than SEVERAL only those with FEWEST_OF_MANY projects.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from analytics.compare.bootstrap import (
    LEVEL,
    MANY,
    SEVERAL,
    Figured,
    Interval,
    difference,
    difference_of_many,
    interval,
    interval_of_many,
)

FEWEST = 10  # projects: below this nothing is compared; tests/compare shows that the level is kept at such sizes
FEW = 5  # groups; of more of them a pair needs no draws where both have FEWEST_OF_MANY projects
FEWEST_OF_MANY = 100  # without draws: with so many, skewed and weighted by money, 95 % together are 91 to 94 % in simulations


@dataclass(frozen=True)
class Group:
    """One group: its figure with interval, n, and the places it may have among the groups (1 is the highest figure)."""

    name: str
    size: int
    interval: Interval
    best_rank: int
    worst_rank: int


@dataclass(frozen=True)
class Pair:
    """Two groups: the interval of the first one's figure less the second's."""

    one: str
    other: str
    difference: Interval

    @property
    def apart(self) -> bool:
        """Whether the two can be told apart: the interval of the difference does not hold zero."""
        return not self.difference.holds(0.0)

    @property
    def lacking(self) -> float:
        """The smallest further change of the difference that would separate the two; 0 where they are apart."""
        return 0.0 if self.apart else min(abs(self.difference.low), abs(self.difference.high))


@dataclass(frozen=True)
class Comparison:
    """Groups in the order given, all pairs, and the groups left out for having too few projects {name: n}."""

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    too_few: dict[str, int]

    @property
    def separable(self) -> bool:
        """Whether any two groups can be told apart."""
        return any(pair.apart for pair in self.pairs)


def without_draws(groups: int, *sizes: int) -> bool:
    """Whether groups of these sizes, of `groups` that are compared, need no draws: very many groups never do, many where all of these are large."""
    return groups > SEVERAL or (groups > FEW and min(sizes, default=0) >= FEWEST_OF_MANY)


def _compared(sizes: Sequence[int]) -> list[int]:
    return [size for size in sizes if size >= FEWEST]


def drawn(sizes: Sequence[int]) -> tuple[bool, ...]:
    """Which of groups of these sizes are drawn from, so that their sums alone do not do."""
    enough = _compared(sizes)
    draws = not without_draws(len(enough), *enough)
    return tuple(draws and FEWEST <= size <= MANY for size in sizes)


def compared(groups: Sequence[Figured], level: float = LEVEL, most: float = math.inf) -> Comparison:
    """All groups with enough projects beside each other; `most`: what the figure can be at most."""
    many = len(_compared([group.size for group in groups]))
    fewest = FEWEST_OF_MANY if many > SEVERAL else FEWEST
    enough = [group for group in groups if group.size >= fewest and not math.isnan(group.value)]
    couples = list(combinations(sorted(enough, key=lambda group: group.name), 2))  # two groups get the same draws whichever was asked for first
    strict = 1 - (1 - level) / max(len(couples), 1)
    pairs = tuple(Pair(one.name, other.name, _between(many, one, other, strict)) for one, other in couples)
    above, below = _apart_from(pairs)
    found = (Group(one.name, one.size, _alone(many, one, level, most), 1 + above[one.name], len(enough) - below[one.name]) for one in enough)
    known = {group.name for group in enough}
    return Comparison(tuple(found), pairs, {group.name: group.size for group in groups if group.name not in known})


def _between(groups: int, one: Figured, other: Figured, level: float) -> Interval:
    return (difference_of_many if without_draws(groups, one.size, other.size) else difference)(one, other, level)


def _alone(groups: int, group: Figured, level: float, most: float) -> Interval:
    return (interval_of_many if without_draws(groups, group.size) else interval)(group, level, most=most)


def _apart_from(pairs: Sequence[Pair]) -> tuple[Counter[str], Counter[str]]:
    """How many others each is surely below, and surely above."""
    above: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for pair in pairs:
        if pair.apart:
            higher, lower = (pair.one, pair.other) if pair.difference.low > 0 else (pair.other, pair.one)
            below[higher] += 1
            above[lower] += 1
    return above, below
