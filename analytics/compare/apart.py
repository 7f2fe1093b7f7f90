"""Which groups can be told apart: by the interval of their difference, never by two intervals that overlap or do not.

With more than two groups every pair is held to a stricter level, so that all statements together hold at LEVEL
(Bonferroni); the ranks a group may have follow from them (Mogstad, Romano, Shaikh and Wilhelm 2024, Inference for ranks).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from analytics.compare.bootstrap import LEVEL, Interval, Sample, difference, interval

FEWEST = 10  # projects: below this nothing is compared; tests/compare shows that the level is kept at such sizes


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


def compared(samples: Sequence[Sample], level: float = LEVEL, most: float = math.inf) -> Comparison:
    """All groups with enough projects beside each other; `most`: what the figure can be at most."""
    enough = [sample for sample in samples if sample.size >= FEWEST and sample.denominators.sum()]
    couples = list(combinations(sorted(enough, key=lambda sample: sample.name), 2))  # two groups get the same draws whichever was asked for first
    strict = 1 - (1 - level) / max(len(couples), 1)
    pairs = tuple(Pair(one.name, other.name, difference(one, other, strict)) for one, other in couples)
    groups = tuple(Group(sample.name, sample.size, interval(sample, level, most=most), *_ranks(sample.name, pairs, len(enough))) for sample in enough)
    return Comparison(groups, pairs, {sample.name: sample.size for sample in samples if sample not in enough})


def _ranks(name: str, pairs: Sequence[Pair], groups: int) -> tuple[int, int]:
    """Surely below so many others, surely above so many."""
    above = sum(pair.apart and (pair.difference.high < 0 if pair.one == name else pair.difference.low > 0) for pair in pairs if name in (pair.one, pair.other))
    below = sum(pair.apart and (pair.difference.low > 0 if pair.one == name else pair.difference.high < 0) for pair in pairs if name in (pair.one, pair.other))
    return 1 + above, groups - below
