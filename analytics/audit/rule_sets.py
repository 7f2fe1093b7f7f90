"""Scoring rules of self-evaluation forms: data in rule_sets.toml, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
    departments: tuple[str, ...] = ()  # whose own rule set it is: it goes before every other
    begins: tuple[str, ...] = ()  # province and cities with which the names of departments begin that it holds for
    binding: bool = True  # False: only the sum of the indicators is prescribed, `weights` are what to start from

    def holds_in(self, year: int | None) -> bool:
        """Whether a form of that fiscal year is scored by it; without a year only what is still in use."""
        return not self.last_year if year is None else self.first_year <= year and (not self.last_year or year <= self.last_year)


def _rule_set(entry: Mapping[str, object]) -> RuleSet:
    lists = {name: tuple(tuple(item) if isinstance(item, list) else item for item in value) for name, value in entry.items() if isinstance(value, list)}
    return RuleSet(**{**entry, **lists})


def rule_sets_in(text: str) -> dict[str, RuleSet]:
    """Rule sets by key, in the order of a text in the format of rule_sets.toml."""
    return {entry["key"]: _rule_set(entry) for entry in tomllib.loads(text)["rule_set"]}


RULE_SETS: Mapping[str, RuleSet] = rule_sets_in(Path(__file__).with_name("rule_sets.toml").read_text(encoding="utf-8"))
"""Rule sets by key, in the order of the file."""


def rule_set_of(district: str | None, year: int | None, department: str | None = None, sets: Mapping[str, RuleSet] = RULE_SETS) -> RuleSet:
    """The department's own rule set of that year, else its district's, else its province's or city's, else the national one."""
    held = [one for one in sets.values() if one.holds_in(year)]
    for own in (
        (one for one in held if department in one.departments),
        (one for one in held if district in one.districts),
        (one for one in held if department and department.startswith(one.begins or ("\0",))),
    ):
        for found in own:
            return found
    return sets["national"]


def set_for(row: Mapping[str, Any]) -> RuleSet:
    """The rule set by which a form, or an indicator of one, is judged."""
    return _set_of(row["district"], row["fiscal_year"], row["department"])


_set_of = lru_cache(maxsize=4096)(rule_set_of)  # hundreds of forms ask for the same place and year


def frame_of(district: str | None, year: int | None, cost_of_its_own: bool, department: str | None = None) -> RuleSet:
    """Whose weights of the first level hold: where 成本 is a level of its own, the set made for that, unless the department has its own."""
    own = _set_of(district, year, department)
    return RULE_SETS["cost"] if cost_of_its_own and not own.departments else own


@dataclass(frozen=True)
class Judged:
    """How many forms a rule set judged: their marks, and their weights of the first level."""

    rules: RuleSet
    marks: int
    weights: int


def judged(places: Iterable[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Each rule set with the forms it judged; `places` are rows of the metric rule_set_forms (district, department, fiscal_year, forms, cost_forms)."""
    marks: dict[str, int] = dict.fromkeys(RULE_SETS, 0)
    weights = dict(marks)
    for row in places:
        year, district, department = (_given(row[name]) for name in ("fiscal_year", "district", "department"))
        year = None if year is None else int(year)
        marks[rule_set_of(district, year, department).key] += row["forms"]
        for forms, of_its_own in ((row["cost_forms"], True), (row["forms"] - row["cost_forms"], False)):
            weights[frame_of(district, year, of_its_own, department).key] += forms
    return tuple(Judged(rules, marks[key], weights[key]) for key, rules in RULE_SETS.items())


def _given(value: Any) -> Any:
    """A value of a frame's row; None for its blank, which equals nothing, not even itself."""
    return value if value == value else None
