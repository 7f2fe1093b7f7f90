"""Which projects of different years may be one and the same: a score from what they have in common, with the reasons in words.

A suggestion is no fact: a person confirms or rejects it (link_book.py). The score is the share of what agrees, weighted by
WEIGHTS; what either side does not state is left out, never counted against it. Names are compared without years, marks,
the name of the district and words that nearly every project has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from analytics.metrics.dossier import plain_name
from analytics.wording import amount, count, percent

WEIGHTS = {"name": 0.5, "unit": 0.1, "amount": 0.15, "indicators": 0.25}
LEAST = 0.5  # of 1: below this nothing is suggested
NAME_LEAST = 0.3  # likeness of names below which two projects are not even looked at
MOST = 3000  # projects among which suggestions are looked for at once: half a second
COMMON = re.compile(r"专项|项目|经费|费用|资金|^北京市")
NO_PAIRS: Collection[str] = ()


@dataclass(frozen=True)
class Suggestion:
    """Two projects (rows of `link_candidates`) of different years, the earlier first; `score` is 0 to 1, `reasons` are Chinese words."""

    earlier: Mapping[str, Any]
    later: Mapping[str, Any]
    score: float
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        """The pair as the ledger knows it."""
        return pair(self.earlier["project_id"], self.later["project_id"])

    @property
    def same_name(self) -> bool:
        """Whether both bear the same name, years and marks aside."""
        return plain_name(self.earlier["name"]) == plain_name(self.later["name"])


def pair(one: str, other: str) -> str:
    """Two project ids as one subject, the same in either order."""
    return "~".join(sorted((one, other)))


def suggestions(candidates: pd.DataFrame, confirmed: Collection[str] = NO_PAIRS, rejected: Collection[str] = NO_PAIRS) -> tuple[Suggestion, ...]:
    """The likely links within each department, likeliest first; pairs (`pair`) that a person judged are not suggested again.

    A project has at most one partner before it and one after it, in the nearest year that has a match: a confirmed one, else the likeliest.
    """
    rows = _rows(candidates)
    departments = (list(own) for _, own in groupby(rows, key=itemgetter("district", "department")))
    found = [one for own in departments for one in _of_department(own, set(confirmed), set(rejected))]
    return tuple(sorted(found, key=lambda one: (-one.score, one.later["department"], one.later["name"])))


def partners(candidates: pd.DataFrame, project_id: str, judged: Collection[str] = NO_PAIRS) -> tuple[Suggestion, ...]:
    """All projects of other years of the same department held against this one, likeliest first, without pairs that a person judged."""
    rows = _rows(candidates)
    own = next((row for row in rows if row["project_id"] == project_id), None)
    if own is None:
        return ()
    found = (likeness(own, row) for row in rows if row["fiscal_year"] != own["fiscal_year"] and row["district"] == own["district"])
    return tuple(sorted((one for one in found if one.key not in judged), key=lambda one: -one.score))


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> Suggestion:
    """Two projects held against each other, however little they have in common."""
    earlier, later = sorted((one, other), key=lambda row: (row["fiscal_year"], row["project_id"]))
    alike = fuzz.ratio(_bare(earlier), _bare(later)) / 100
    parts = {"name": (alike, _name_words(earlier, later, alike)), "unit": _unit(earlier, later), "amount": _amount(earlier, later)}
    parts["indicators"] = _indicators(earlier, later)
    known = {name: part for name, part in parts.items() if part}
    score = sum(WEIGHTS[name] * value for name, (value, _) in known.items()) / sum(WEIGHTS[name] for name in known)
    return Suggestion(earlier, later, score, tuple(words for _, words in known.values() if words))


def _rows(candidates: pd.DataFrame) -> list[dict[str, Any]]:
    return candidates.astype(object).where(candidates.notna(), None).to_dict("records")


def _of_department(rows: Sequence[Mapping], confirmed: set[str], rejected: set[str]) -> Iterator[Suggestion]:
    by_year = {year: list(own) for year, own in groupby(rows, key=itemgetter("fiscal_year"))}
    year_of = {row["project_id"]: row["fiscal_year"] for row in rows}
    taken = {end for key in confirmed for end in _ends(key.split("~"), year_of)}
    for gap in range(1, len(by_year)):
        for earlier, later in zip(list(by_year), list(by_year)[gap:], strict=False):
            for one in _likely(by_year[earlier], by_year[later]):
                ends = _ends((one.earlier["project_id"], one.later["project_id"]), year_of)
                if one.key not in rejected and not ends & taken:
                    taken |= ends
                    yield one


def _ends(ids: Sequence[str], year_of: Mapping[str, int]) -> set[tuple[str, str]]:
    """The two sides that a link takes: what comes after the earlier project, what comes before the later one."""
    if not all(each in year_of for each in ids):
        return set()
    earlier, later = sorted(ids, key=year_of.__getitem__)
    return {(earlier, "after"), (later, "before")}


def _likely(earlier: Sequence[Mapping], later: Sequence[Mapping]) -> list[Suggestion]:
    """The pairs of two years that are alike enough, the likeliest first."""
    alike = process.cdist([_bare(row) for row in earlier], [_bare(row) for row in later], scorer=fuzz.ratio, dtype=np.float32)
    found = [likeness(earlier[at], later[beside]) for at, beside in np.argwhere(alike >= 100 * NAME_LEAST)]
    return sorted((one for one in found if one.score >= LEAST), key=lambda one: -one.score)


def _bare(row: Mapping[str, Any]) -> str:
    """The name without what says nothing; a name that is nothing else stays as it is."""
    name = plain_name(row["name"])
    return COMMON.sub("", name.replace(row["district"] or "", "") if row["district"] else name) or name


def _name_words(earlier: Mapping, later: Mapping, alike: float) -> str:
    if plain_name(earlier["name"]) == plain_name(later["name"]):
        return "名称相同"
    return f"名称相似{percent(round(alike, 2))}"


def _unit(earlier: Mapping, later: Mapping) -> tuple[float, str] | None:
    units = (earlier["implementing_unit"], later["implementing_unit"])
    if not all(units):
        return None
    return (1.0, f"实施单位都是{units[0]}") if units[0] == units[1] else (0.0, "")


def _amount(earlier: Mapping, later: Mapping) -> tuple[float, str] | None:
    sums = [row["budget_base"] for row in (earlier, later)]
    if any(one is None or one <= 0 for one in sums):
        return None
    share = min(sums) / max(sums)
    return float(share), f"预算 {amount(sums[0])} 与 {amount(sums[1])} 万元" if share >= LEAST else ""


def _indicators(earlier: Mapping, later: Mapping) -> tuple[float, str] | None:
    names = [{plain_name(line) for line in (row["indicator_names"] or "").splitlines()} - {""} for row in (earlier, later)]
    if not all(names):
        return None
    shared, fewer = len(names[0] & names[1]), min(map(len, names))
    return shared / fewer, f"{count(fewer)}项指标中{count(shared)}项同名" if shared else ""
