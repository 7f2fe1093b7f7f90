"""目标比对: the targets set at the beginning of the year against those on which the project was judged.

An indicator is found again by its name, else by the likeliest name under the same second level. A target counts as
lowered or raised only where both are numbers of one unit and the better direction is known; all else is reworded.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from analytics.metrics.dossier import PARTS, Dossier, Snapshot, plain_name
from analytics.reading.records import Indicator
from analytics.reading.values import normalise

VERDICTS = {"lowered": "目标降低", "dropped": "取消", "reworded": "改写", "added": "新增", "raised": "目标提高", "unchanged": "一致"}
"""What may have become of a target, the gravest first."""
LIKE = 70  # of 100: below that two names under one second level are two indicators
_NUMBERING = re.compile(r"^(?:指标)?\d{1,2}[:、.](?!\d)")
_MEASURE = re.compile(
    r"[-+]?(?:\d[\d,]*)(?:\.\d+)?[万亿%]*|[≥≧≤≦<>=═]|不低于|不少于|不小于|不超过|不高于|不大于|不多于|(?:大于|小于)?等于|大于|小于|超过|低于|达到|控制在|及?以[上内下]|之内"
)


@dataclass(frozen=True)
class TargetChange:
    """One indicator as it was declared and as it was reported; one of them is None where it was dropped or added."""

    verdict: str  # a key of VERDICTS
    declared: Indicator | None
    reported: Indicator | None
    renamed: bool = False  # found again by likeness, not by its name

    @property
    def weight_changed(self) -> bool:
        """Whether both sides carry points and not the same."""
        weights = [line.weight for line in (self.declared, self.reported) if line is not None and line.weight is not None]
        return len(weights) == 2 and weights[0] != weights[1]

    @property
    def words(self) -> str:
        """`目标降低、分值改动`."""
        more = [word for word, said in (("指标名称改动", self.renamed), ("分值改动", self.weight_changed)) if said]
        return "、".join([VERDICTS[self.verdict], *more])


@dataclass(frozen=True)
class TargetComparison:
    """The targets of one project, where they were declared, and what became of each, the gravest first."""

    file: str
    sheet: str
    changes: tuple[TargetChange, ...]

    @property
    def sentence(self) -> str:
        """`年初申报6项指标：目标降低1项、取消1项、一致4项；另有新增1项。分值改动1项。`"""
        counts = Counter(change.verdict for change in self.changes)
        declared = sum(change.declared is not None for change in self.changes)
        kept = "、".join(f"{word}{counts[verdict]}项" for verdict, word in VERDICTS.items() if verdict != "added" and counts[verdict])
        added = f"；另有新增{counts['added']}项" if counts["added"] else ""
        weights = sum(change.weight_changed for change in self.changes)
        return f"年初申报{declared}项指标：{kept or '没有一项留在自评表中'}{added}。" + (f"分值改动{weights}项。" if weights else "")


def compare_with_targets(snapshot: Snapshot, dossier: Dossier) -> TargetComparison | None:
    """What became of the targets of a project; None where no 绩效目标申报表 of it is stored.

    The form of targets is the newest of the same district, department and year whose project bears the same name,
    years and marks left out.
    """
    facts = dossier.facts
    place = {name: facts[name] for name in ("district", "department", "fiscal_year")}
    forms = snapshot.table(PARTS["targets_forms"], place).to_pylist()
    found = next((form for form in forms if plain_name(form["project"]) == plain_name(facts["name"])), None)
    if found is None:
        return None
    rows = snapshot.table(PARTS["indicators"], {"form_id": found["form_id"]}).to_pylist()
    return TargetComparison(found["file"], found["sheet"], compare_indicators([_indicator(row) for row in rows], dossier.indicators))


def _indicator(row: dict[str, Any]) -> Indicator:
    return Indicator(**{**row, "cells": json.loads(row["cells"] or "{}")})


def compare_indicators(declared: Iterable[Indicator], reported: Iterable[Indicator]) -> tuple[TargetChange, ...]:
    """Every indicator of both sides once, those that do not apply left out; the gravest verdict first."""
    ours, theirs = _stated(declared), _stated(reported)
    changes = []
    for matching in (_exact, _alike):
        for one, other in matching(ours, theirs):
            ours.remove(one)
            theirs.remove(other)
            renamed = matching is _alike
            changes.append(TargetChange(_verdict(one, other, renamed), one, other, renamed))
    changes += [TargetChange("dropped", one, None) for one in ours]
    changes += [TargetChange("added", None, other) for other in theirs]
    return tuple(sorted(changes, key=lambda change: list(VERDICTS).index(change.verdict)))


def _stated(lines: Iterable[Indicator]) -> list[Indicator]:
    return [line for line in lines if line.applicable and (line.level3 or line.target)]


def _name(text: str | None) -> str:
    """An indicator's name as it is compared: without the number before it and marks at its end."""
    return _NUMBERING.sub("", normalise(text or "")).strip("。;,.")


def _level(text: str | None) -> str:
    return re.sub(r"指?标$", "", normalise(text or ""))


Pairs = list[tuple[Indicator, Indicator]]


def _exact(declared: Sequence[Indicator], reported: Sequence[Indicator]) -> Pairs:
    """Pairs of one name, under the same second level first."""
    pairs: Pairs = []
    free = list(reported)
    for one in declared:
        same = [other for other in free if _name(one.level3) and _name(other.level3) == _name(one.level3)]
        if same:
            other = next((other for other in same if _level(other.level2) == _level(one.level2)), same[0])
            pairs.append((one, other))
            free = [left for left in free if left is not other]
    return pairs


def _alike(declared: Sequence[Indicator], reported: Sequence[Indicator]) -> Pairs:
    """Pairs of like names under the same second level, the likeliest first."""
    scored = [
        (fuzz.ratio(_name(one.level3), _name(other.level3)), first, second)
        for first, one in enumerate(declared)
        for second, other in enumerate(reported)
        if _level(one.level2) == _level(other.level2) and one.level3 and other.level3
    ]
    pairs: Pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, first, second in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if likeness >= LIKE and first not in taken[0] and second not in taken[1]:
            taken[0].add(first)
            taken[1].add(second)
            pairs.append((declared[first], reported[second]))
    return pairs


def _verdict(declared: Indicator, reported: Indicator, renamed: bool) -> str:
    if declared.target is not None and reported.target is None:
        return "dropped"
    same = "reworded" if renamed else "unchanged"
    if normalise(declared.target or "") == normalise(reported.target or ""):
        return same
    before, after = declared.target_value, reported.target_value
    direction = declared.direction or reported.direction
    if before is None or after is None or direction != (reported.direction or direction) or _unit(declared.target) != _unit(reported.target):
        return "reworded"
    if before == after:
        return same
    if direction not in ("≥", "≤"):
        return "reworded"
    return "lowered" if (after < before) is (direction == "≥") else "raised"


def _unit(target: str | None) -> str:
    """What a target measures in: its text without sign, number and percent mark (`人次` of `≥1.2万人次`)."""
    return _MEASURE.sub("", normalise(target or ""))
