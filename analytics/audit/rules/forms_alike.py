"""Forms of one department that are alike once names and amounts are masked. Linear in forms: a few signatures each, never all pairs."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rapidfuzz import fuzz

from analytics.audit.desk import Desk
from analytics.audit.figures import masked
from analytics.audit.finding import Hit, group_hit, percent, places

SHINGLE, NEAR, ALIKE, SHORTEST = 4, 0.3, 0.8, 60
"""Characters of a shingle; share of shingles in common that is worth a closer look; likeness (as Indel distance sees it) that is a hit;
characters a form must have.
"""
SAMPLE, NEIGHBOURS = 24, 4
"""Shingles first in a mixed order that serve as signatures, and the forms compared with each under one signature."""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.forms, key=lambda row: (row["district"], row["department"], row["fiscal_year"])):
        rows = list(group)
        texts = [_text(row, desk.indicators.get(row["form_id"], [])) for row in rows] if len(rows) > 1 else []
        sets = [_shingles(text) for text in texts]
        near = ((first, second) for first, second in _candidates(sets) if len(sets[first] & sets[second]) >= NEAR * len(sets[first] | sets[second]))
        alike = ((first, second, fuzz.ratio(texts[first], texts[second]) / 100) for first, second in near)
        found = [one for one in alike if one[2] >= ALIKE]
        for members in _joined(found):
            best = max((one for one in found if one[0] in members), key=lambda one: one[2])
            yield _hit([rows[at] for at in sorted(members)], rows[best[0]], rows[best[1]], best[2])


def _hit(rows: Sequence[Mapping[str, Any]], first: Mapping[str, Any], second: Mapping[str, Any], like: float) -> Hit:
    message = f"{len(rows)} 张自评表去掉名称和数字后几乎相同，最像的两张是“{first['name']}”与“{second['name']}”（相似度 {percent(like, 0)}）。"
    return group_hit(
        rows,
        "雷同：" + "、".join(row["name"] or "" for row in rows),
        message,
        stated=percent(like, 0),
        amount_at_stake=sum(row["budget_base"] or 0 for row in rows),
        places=[place for row in rows for place in places(row, "name")],
    )


def _text(row: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> str:
    """Goal, achievement and indicators without figures and without the words of the project's own name."""
    whole = masked(
        "".join(filter(None, [row["goal"], row["achievement"], *(line[name] for line in lines for name in ("level3", "target", "deviation_reason"))]))
    )
    name = re.sub(r"(项目|经费|费用|运维|服务|运行|维护|管理|平台|系统)+", "|", masked(row["name"]))
    parts = sorted((part for part in name.split("|") if len(part) >= 2), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, parts)), "", whole) if parts else whole


def _shingles(text: str) -> frozenset[str]:
    if len(text) < SHORTEST:
        return frozenset()
    return frozenset(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1))


def _candidates(sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Each form with the few earlier ones that share most of its marks: forms alike share most of them."""
    under: dict[str, list[int]] = defaultdict(list)
    for at, shingles in enumerate(sets):
        shared: Counter[int] = Counter()
        for mark in heapq.nsmallest(SAMPLE, shingles, key=_mixed):
            shared.update(under[mark][-NEIGHBOURS:])
            under[mark].append(at)
        yield from ((other, at) for other, _ in shared.most_common(NEIGHBOURS))


def _mixed(shingle: str) -> str:
    """An order that is the same for every form and does not favour the words that all forms begin with."""
    return shingle[::-1]


def _joined(found: Iterable[tuple[int, int, float]]) -> list[set[int]]:
    """Forms alike, directly or by way of others, as one group."""
    groups: list[set[int]] = []
    for first, second, _ in found:
        touched = [group for group in groups if first in group or second in group]
        groups = [group for group in groups if group not in touched] + [{first, second}.union(*touched)]
    return groups
