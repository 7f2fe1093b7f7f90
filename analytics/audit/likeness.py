"""How alike forms are once names and amounts are masked. The rule forms-alike judges by it, the page 雷同自评表 draws it.

Linear in forms: each is compared with the few that share most of its marks, never all pairs; only the forms that a map
shows are compared one by one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from analytics.audit.figures import masked
from analytics.audit.finding import Finding
from analytics.store import Snapshot

SHINGLE, NEAR, ALIKE, SHORTEST = 4, 0.3, 0.8, 60
"""Characters of a shingle; share of shingles in common that is worth a closer look; likeness (as Indel distance sees it) that is a hit;
characters a form must have.
"""
SAMPLE, NEIGHBOURS = 24, 4
"""Shingles first in a mixed order that serve as signatures, and the forms compared with each under one signature."""
SEVERAL = 255
"""The byte of all letters for which a byte of their own is not left."""
MOST_FORMS = 30
Shingles = np.ndarray[tuple[int], np.dtype[np.uint64]]
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Mixes the characters of a shingle (Knuth's multiplicative hash, 2^64 by the golden section)."""
HERE = Path(__file__).parent
FORMS, LINES = ((HERE / f"likeness_{name}.sql").read_text("utf-8") for name in ("forms", "lines"))


def compared_text(form: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> str:
    """Goal, achievement and indicators without figures and without the words of the project's own name."""
    whole = masked(
        "".join(filter(None, [form["goal"], form["achievement"], *(line[name] for line in lines for name in ("level3", "target", "deviation_reason"))]))
    )
    name = re.sub(r"(项目|经费|费用|运维|服务|运行|维护|管理|平台|系统)+", "|", masked(form["name"]))
    parts = sorted((part for part in name.split("|") if len(part) >= 2), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, parts)), "", whole) if parts else whole


def likeness(one: str | bytes, other: str | bytes, least: float = 0) -> float:
    """How alike two masked texts are, from 0 to 1; 0 where it is below `least`."""
    return fuzz.ratio(one, other, score_cutoff=least * 100) / 100


def near_pairs(texts: Sequence[str], least: float = 0) -> Iterator[tuple[int, int, float]]:
    """The pairs of texts worth a closer look and at least so much alike, by their places, with their likeness."""
    sets, coded = [_shingles(text) for text in texts], _coded(texts)
    for first, second in _candidates(sets):
        value = likeness(coded[first], coded[second], least)
        if value < least:
            continue
        one, other = sets[first], sets[second]
        shared = _shared(one, other) if len(one) and len(other) else 0
        if shared >= NEAR * (len(one) + len(other) - shared):
            exact = value if SEVERAL not in coded[first] or SEVERAL not in coded[second] else likeness(texts[first], texts[second], least)
            if exact >= least:
                yield first, second, exact


def _coded(texts: Sequence[str]) -> list[bytes]:
    """The texts with a byte for each letter, which RapidFuzz compares several times faster than Chinese.

    The letters used most have a byte of their own, all others share SEVERAL: two texts may seem more alike than they are
    where both have it, never less alike.
    """
    letters = [np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in texts]
    times = np.bincount(np.concatenate([*letters, [0]]).astype(np.int64))
    held = times.nonzero()[0]
    held = held[np.argsort(-times[held])][:SEVERAL]
    codes = np.full(len(times), SEVERAL, np.uint8)
    codes[held] = np.arange(len(held), dtype=np.uint8)
    return [codes[one].tobytes() for one in letters]


def _shared(one: Shingles, other: Shingles) -> int:
    """How many shingles two texts have in common; both are in order."""
    return int((one[np.minimum(one.searchsorted(other), len(one) - 1)] == other).sum())


def _shingles(text: str) -> Shingles:
    """A number for each run of SHINGLE characters, once, in an order that is the same for every form and favours no words."""
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(letters) < SHORTEST:
        return letters[:0]
    runs = letters[: len(letters) - SHINGLE + 1].copy()
    for at in range(1, SHINGLE):
        runs = (runs * _ODD) ^ letters[at : len(letters) - SHINGLE + 1 + at]
    runs *= _ODD
    runs ^= runs >> np.uint64(29)
    runs.sort()  # np.unique takes twice as long
    return runs[np.append(True, runs[1:] != runs[:-1])]


def _candidates(sets: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Each form with the few earlier ones that share most of its marks: forms alike share most of them."""
    under: dict[int, list[int]] = defaultdict(list)
    for at, shingles in enumerate(sets):
        shared: list[int] = []
        for mark in shingles[:SAMPLE].tolist():
            held = under[mark]
            shared += held[-NEIGHBOURS:]
            held.append(at)
        yield from ((other, at) for other, _ in Counter(shared).most_common(NEIGHBOURS))


# ---- the forms of one department


@dataclass(frozen=True)
class ComparedForm:
    """A form as it is compared: its own words, its indicators in order, its masked text."""

    project_id: str
    name: str
    goal: str | None
    achievement: str | None
    lines: tuple[Mapping[str, Any], ...]
    text: str


@dataclass(frozen=True)
class Pair:
    """Two forms by their places in a map, the first before the second."""

    first: int
    second: int
    likeness: float


@dataclass(frozen=True)
class LikenessMap:
    """Forms of a department and year, like beside like, and every pair of them, most alike first.

    `left_out` forms were less like any other than those shown; `too_short` hold too few words to be compared.
    """

    forms: tuple[ComparedForm, ...]
    pairs: tuple[Pair, ...]
    left_out: int = 0
    too_short: int = 0

    @property
    def alike(self) -> int:
        """Pairs that the rule forms-alike would call alike."""
        return sum(pair.likeness >= ALIKE for pair in self.pairs)


def forms_of(snapshot: Snapshot, district: str | None, department: str | None, year: int | None) -> tuple[ComparedForm, ...]:
    """The self-evaluations of a department and year, by name."""
    scope = {"district": district, "department": department, "year": year}
    lines: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in snapshot.table(LINES, scope).to_pylist():
        lines[line["form_id"]].append(line)
    return tuple(_compared(row, lines[row["form_id"]]) for row in snapshot.table(FORMS, scope).to_pylist())


def _compared(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> ComparedForm:
    return ComparedForm(row["project_id"], row["name"] or "", row["goal"], row["achievement"], tuple(lines), compared_text(row, lines))


def likeness_map(forms: Sequence[ComparedForm], most: int = MOST_FORMS) -> LikenessMap:
    """Every pair of the forms, or of the `most` of them that are most like another."""
    long = [form for form in forms if len(form.text) >= SHORTEST]
    shown = _most_alike(long, most) if len(long) > most else long
    values = {(a, b): likeness(shown[a].text, shown[b].text) for b in range(len(shown)) for a in range(b)}
    order = _like_beside_like(len(shown), values)
    place = {old: new for new, old in enumerate(order)}
    pairs = (Pair(*sorted((place[a], place[b])), value) for (a, b), value in values.items())
    ordered = sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))
    return LikenessMap(tuple(shown[at] for at in order), tuple(ordered), len(long) - len(shown), len(forms) - len(long))


def _most_alike(forms: Sequence[ComparedForm], most: int) -> list[ComparedForm]:
    best: Counter[int] = Counter()
    for first, second, value in near_pairs([form.text for form in forms]):
        for at in (first, second):
            best[at] = max(best[at], value)
    chosen = sorted(range(len(forms)), key=lambda at: -best[at])[:most]
    return [forms[at] for at in sorted(chosen)]


def _like_beside_like(number: int, values: Mapping[tuple[int, int], float]) -> list[int]:
    """A chain: from one of the most alike pair always on to the one most like the last."""
    if not values:
        return list(range(number))
    at = max(values, key=values.__getitem__)[0]
    order, left = [at], set(range(number)) - {at}
    while left:
        at = max(left, key=lambda other: (values[min(at, other), max(at, other)], -other))
        order.append(at)
        left.remove(at)
    return order


# ---- reasons word for word


@dataclass(frozen=True)
class RepeatedReason:
    """A reason for a deduction that stands word for word in several forms, with the names of their projects."""

    reason: str
    projects: tuple[str, ...]


def repeated_reasons(findings: Iterable[Finding], district: str | None, department: str | None, year: int | None) -> tuple[RepeatedReason, ...]:
    """What the rule repeated-reason found in a department and year, in most forms first."""
    scope = (district, department, year)
    own = [one for one in findings if one.rule == "repeated-reason" and (one.district, one.department, one.fiscal_year) == scope]
    found = [RepeatedReason(next((cell["text"] for cell in one.cells if cell["text"]), one.field.partition("：")[2]), one.projects) for one in own]
    return tuple(sorted(found, key=lambda one: -len(one.projects)))
