"""Points of a merged cell that was taken apart: one weight or score for several indicators, printed again in the row of each.

They count once, at the first of the rows, where the form's own sums show it; kept in every row they would be added up several times.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from analytics.reading.excerpt import FIELD_NAMES, Excerpt
from analytics.reading.records import Indicator, changed

MOST_RUNS = 10  # of rows alike; a form with more is left as it is, and its sum of weights is found wrong by the audit

_REMEDY = "请合并单元格，或拆分到各行。"

Run = range
"""Places of neighbouring indicators that print the same points."""


@dataclass(frozen=True)
class Totals:
    """What the points should add up to: the weight the form states (else 100), the score it states, and the points of the execution."""

    weight: Decimal
    score: Decimal | None
    execution_weight: Decimal
    execution_score: Decimal


def without_repeats(excerpt: Excerpt, indicators: Sequence[Indicator], totals: Totals) -> list[Indicator]:
    """The indicators with shared points kept once; where nothing but the weights speaks for it they stay, and it is said."""
    found = list(indicators)
    shared = [run for run in _runs(found, ("level1", "level2", "score")) if _is_score_of_all([found[at] for at in run])]
    if shared and totals.score in (None, _sum(found, "score") + totals.execution_score - _saved(found, shared, "score")):
        for run in shared:
            _keep_once(excerpt, found, run, ("score",))
    too_much = _sum(found, "weight") + totals.execution_weight - totals.weight
    if too_much > 0:
        runs = [run for run in _runs(found, ("level1", "level2", "weight", "score")) if found[run[0]].weight]
        fitting = [chosen for chosen in _choices(runs) if _saved(found, chosen, "weight") == too_much]
        scores = _sum(found, "score") + totals.execution_score
        proven = [chosen for chosen in fitting if totals.score == scores - _saved(found, chosen, "score") != scores]
        if len(proven) == 1:
            for run in proven[0]:
                _keep_once(excerpt, found, run, ("weight", "score", "score_reviewed"))
        elif fitting and totals.score is None:
            _doubt(excerpt, found[fitting[0][0][0]], len(fitting[0][0]))
    return found


def _is_score_of_all(rows: Sequence[Indicator]) -> bool:
    """Above the weight of each row, and within what they weigh together."""
    score, weights = rows[0].score, [row.weight for row in rows if row.weight is not None]
    return bool(score) and len(weights) == len(rows) and max(weights) < score <= sum(weights)


def _runs(indicators: Sequence[Indicator], names: Sequence[str]) -> Iterator[Run]:
    printed = list(map(attrgetter(*names), indicators))
    start = 0
    for at in range(1, len(printed) + 1):
        if at == len(printed) or printed[at] != printed[start]:
            if at - start > 1:
                yield range(start, at)
            start = at


def _choices(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    if len(runs) <= MOST_RUNS:
        for size in range(1, len(runs) + 1):
            yield from itertools.combinations(runs, size)


def _saved(indicators: Sequence[Indicator], runs: Sequence[Run], name: str) -> Decimal:
    """What is counted once less for every row after the first."""
    return sum(((getattr(indicators[run[0]], name) or Decimal(0)) * (len(run) - 1) for run in runs), Decimal(0))


def _sum(indicators: Sequence[Indicator], name: str) -> Decimal:
    return sum((value for indicator in indicators if (value := getattr(indicator, name)) is not None), Decimal(0))


def _keep_once(excerpt: Excerpt, indicators: list[Indicator], run: Run, names: Sequence[str]) -> None:
    first = indicators[run[0]]
    for at in run[1:]:
        cells = {name: place for name, place in indicators[at].cells.items() if name not in names}
        indicators[at] = changed(indicators[at], **dict.fromkeys(names), cells=cells)
    place = first.cells.get(names[0])
    words = "、".join(FIELD_NAMES[name] for name in names[:2])
    message = f"{place} 起的 {len(run)} 行重复填写同一{words}，逐行相加超过应有的合计：按合并填写读取，记在第一行。"
    excerpt.note("warning", "points-repeated", place, message, _REMEDY, str(getattr(first, names[0])), "每行各填")


def _doubt(excerpt: Excerpt, first: Indicator, rows: int) -> None:
    place = first.cells.get("weight")
    message = f"各项分值相加超过合计，而 {place} 起的 {rows} 行分值、得分相同，可能是一个合并单元格拆开后重复：按各行所填读取。"
    excerpt.note("warning", "points-repeated", place, message, _REMEDY, str(first.weight), "每行各填")
