"""结果应用清单: which money the results of a year suggest to take back, to cut, or to keep. Suggestions only; a person decides.

The rules are data in use_of_results.toml; they work on rows of the metric use_facts. A line names its rule, amount,
evidence and standing. What the audit contradicts is told on the line, and keeps a project out of 优先保障.
"""

from __future__ import annotations

import math
import operator
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.audit.finding import Finding
from analytics.audit.selection import owners
from analytics.metrics.cards import card_of
from analytics.wording import shown

RULES_FILE = Path(__file__).with_name("use_of_results.toml")
_SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_CONDITION = re.compile(r"(\w+) (<=|>=|<|>|=) (-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Condition:
    """A column of use_facts against a number; a blank fulfils nothing."""

    column: str
    sign: str
    bound: float

    def holds(self, facts: pd.DataFrame) -> pd.Series:
        """For which rows it holds."""
        values = pd.to_numeric(facts[self.column], errors="coerce").astype(float)
        return _SIGNS[self.sign](values, self.bound) & values.notna()


@dataclass(frozen=True)
class UseRule:
    """One rule of use_of_results.toml, whose comment explains the fields."""

    id: str
    use: str  # recover | reduce | keep
    title: str
    when: tuple[Condition, ...]
    amount: str
    formula: str
    why: str
    basis: str
    free_of: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """One line of the list: a project, what is suggested for its money (万元, to the cent), by which rule, resting on what."""

    key: str  # project and use: the same after a re-import
    use: str
    rule: UseRule
    project_id: str
    project: str
    department: str | None
    unit: str | None
    district: str | None
    fiscal_year: int | None
    amount: Decimal
    why: str
    standing: str
    errors: int  # findings of severity error about the project
    warnings: int
    place: tuple[str, str, str]  # file, sheet, range of the form
    also: tuple[str, ...] = ()  # titles of further rules that hold


@cache
def uses() -> Mapping[str, str]:
    """What may be suggested, in Chinese, in the order of the list."""
    return tomllib.loads(RULES_FILE.read_text("utf-8"))["use"]


@cache
def use_rules() -> tuple[UseRule, ...]:
    """The rules in the order in which they are tried."""
    return tuple(_rule(one) for one in tomllib.loads(RULES_FILE.read_text("utf-8"))["rule"])


def _rule(one: Mapping[str, Any]) -> UseRule:
    lists = {name: tuple(one.get(name, ())) for name in ("free_of", "standing")}
    return UseRule(**{**one, **lists, "when": tuple(_condition(text) for text in one["when"])})


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ValueError(f"看不懂的条件：{text}")
    return Condition(found[1], found[2], float(found[3]))


def suggestions(facts: pd.DataFrame, findings: Iterable[Finding]) -> tuple[Suggestion, ...]:
    """The lines for these rows of use_facts, by use, most money first; `findings` are those that nobody has judged to be no fault."""
    counted = facts[facts["counted"].astype(bool)].reset_index(drop=True)
    doubts = doubts_of(counted, findings)
    held: dict[int, list[UseRule]] = {}
    for rule in use_rules():
        for position in counted.index[_holds(rule, counted, doubts)]:
            held.setdefault(position, []).append(rule)
    rows = counted.loc[list(held)].to_dict("records")
    made = [_suggestion(row, rules, doubts.get(row["project_id"], ())) for row, rules in zip(rows, held.values(), strict=True)]
    order = list(uses())
    return tuple(sorted(made, key=lambda one: (order.index(one.use), -one.amount, one.project, one.project_id)))


def doubts_of(facts: pd.DataFrame, findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """The findings about each project: its own, and those of a group that name it."""
    listed, rows = list(findings), facts[["project_id", "department", "fiscal_year", "name"]].to_dict("records")
    found: dict[str, list[Finding]] = {}
    owned = owners(listed, rows)
    named = {(row["department"], row["fiscal_year"], row["name"]): row["project_id"] for row in rows}
    for one in listed:
        group = (named.get((one.department, one.fiscal_year, name)) for name in one.projects)
        for project_id in {owned.get(one.key), *group} - {None}:
            found.setdefault(project_id, []).append(one)
    return {project_id: tuple(each) for project_id, each in found.items()}


def _holds(rule: UseRule, facts: pd.DataFrame, doubts: Mapping[str, Sequence[Finding]]) -> pd.Series:
    held = pd.Series(True, index=facts.index)
    for condition in rule.when:
        held &= condition.holds(facts)
    if rule.standing:
        held &= facts["standing"].isin(rule.standing)
    if rule.free_of:
        kept_out = {project_id for project_id, found in doubts.items() if any({one.severity, one.rule} & set(rule.free_of) for one in found)}
        held &= ~facts["project_id"].isin(kept_out)
    return held


def _suggestion(row: Mapping[str, Any], rules: Sequence[UseRule], doubts: Sequence[Finding]) -> Suggestion:
    first = rules[0]
    words = {name: shown(value, card_of(name, "use_facts").format) for name, value in row.items() if f"{{{name}}}" in first.why}
    return Suggestion(
        key=f"{row['project_id']}-{first.use}",
        use=first.use,
        rule=first,
        project_id=row["project_id"],
        project=row["name"],
        department=_text(row["department"]),
        unit=_text(row["implementing_unit"]),
        district=_text(row["district"]),
        fiscal_year=None if pd.isna(row["fiscal_year"]) else int(row["fiscal_year"]),
        amount=Decimal(str(row[first.amount])).quantize(Decimal("0.01"), ROUND_HALF_UP),
        why=first.why.format(**words),
        standing=row["standing"],
        errors=sum(one.severity == "error" for one in doubts),
        warnings=sum(one.severity == "warning" for one in doubts),
        place=(row["file"], row["sheet"], row["range"]),
        also=tuple(rule.title for rule in rules[1:]),
    )


def _text(value: Any) -> str | None:
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)
