"""Scoring rules of self-evaluation forms: data in rule_sets.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class RuleSet:
    """How a place scores its forms; weights and grades in points of 100."""

    key: str
    name: str
    place: str
    districts: tuple[str, ...]  # empty: wherever no other rule set holds
    first_year: int  # 0: no limit
    last_year: int
    title: str
    basis: str
    revised_budget: bool  # whether the form has a column 全年预算数
    execution: int
    execution_rule: str
    weights: Mapping[str, int]  # first level -> points
    lines: tuple[tuple[str, str, int], ...]  # first level, second level, points to start from
    bands: tuple[tuple[str, float, float], ...]  # wording, share of the weight at most, at least
    grades: Mapping[str, int]
    notes: tuple[str, ...]

    def holds_in(self, year: int | None) -> bool:
        """Whether a form of that fiscal year is scored by it; without a year only what is still in use."""
        return not self.last_year if year is None else self.first_year <= year and (not self.last_year or year <= self.last_year)


def _rule_set(entry: Mapping[str, object]) -> RuleSet:
    lists = {name: tuple(tuple(item) if isinstance(item, list) else item for item in value) for name, value in entry.items() if isinstance(value, list)}
    return RuleSet(**{**entry, **lists})


def _read() -> dict[str, RuleSet]:
    entries = tomllib.loads(Path(__file__).with_name("rule_sets.toml").read_text(encoding="utf-8"))["rule_set"]
    return {entry["key"]: _rule_set(entry) for entry in entries}


RULE_SETS: Mapping[str, RuleSet] = _read()
"""Rule sets by key, in the order of the file."""


def rule_set_of(district: str | None, year: int | None) -> RuleSet:
    """The district's own rule set of that year; the national one where it has none."""
    own = (one for one in RULE_SETS.values() if district in one.districts and one.holds_in(year))
    return next(own, RULE_SETS["national"])


def frame_of(district: str | None, year: int | None, cost_of_its_own: bool) -> RuleSet:
    """Whose weights of the first level hold: where 成本 is a level of its own, the set made for that."""
    return RULE_SETS["cost"] if cost_of_its_own else rule_set_of(district, year)


@dataclass(frozen=True)
class Judged:
    """How many forms a rule set judged: their marks, and their weights of the first level."""

    rules: RuleSet
    marks: int
    weights: int


def judged(places: Iterable[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Each rule set with the forms it judged; `places` are rows of the metric rule_set_forms (district, fiscal_year, forms, cost_forms)."""
    marks: dict[str, int] = dict.fromkeys(RULE_SETS, 0)
    weights = dict(marks)
    for row in places:
        year = None if row["fiscal_year"] is None or row["fiscal_year"] != row["fiscal_year"] else int(row["fiscal_year"])
        marks[rule_set_of(row["district"], year).key] += row["forms"]
        for forms, of_its_own in ((row["cost_forms"], True), (row["forms"] - row["cost_forms"], False)):
            weights[frame_of(row["district"], year, of_its_own).key] += forms
    return tuple(Judged(rules, marks[key], weights[key]) for key, rules in RULE_SETS.items())
