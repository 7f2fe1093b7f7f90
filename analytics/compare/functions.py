"""The function of a department, told by its name (words are data in department_functions.toml) or by a person, who goes first.

Departments of one function are like with like: 城市管理指挥中心 beside 城市管理监督指挥中心. 其他 is no function.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.access import ROLES, Person
from analytics.compare.figures import SUMS
from analytics.errors import LensError, UnknownName
from analytics.metrics.comparison import plain_office
from analytics.store import Store
from analytics.store.project_classes import REST

WORDS = Path(__file__).with_name("department_functions.toml")
KIND = "department_function"
JUDGES = ("auditor", "admin")
NOTHING_DECIDED: Mapping[str, str] = {}


@dataclass(frozen=True)
class Known:
    """What a department is for, and what tells it."""

    department: str
    function: str
    basis: str


@cache
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((one["name"], tuple(one["words"])) for one in tomllib.loads(WORDS.read_text("utf-8"))["function"])


def function_names() -> tuple[str, ...]:
    """The functions in the order in which they are tried, 其他 last."""
    return (*(name for name, _ in _words()), REST)


def function_of(department: str, decided: Mapping[str, str] = NOTHING_DECIDED) -> Known:
    """The function of a department: as a person decided, else the first one with a word in its name, else 其他."""
    if department in decided:
        return Known(department, decided[department], "人工认定")
    name = plain_office(department, None)
    found = ((function, word) for function, words in _words() for word in words if word in name)
    function, word = next(found, (REST, ""))
    return Known(department, function, f"名称含“{word}”" if word else "名称没有可归类的词")


def with_functions(rows: pd.DataFrame, decided: Mapping[str, str] = NOTHING_DECIDED) -> pd.DataFrame:
    """The rows with a column `function` beside their `department`."""
    known = {name: function_of(name, decided).function for name in rows["department"].dropna().unique()}
    return rows.assign(function=rows["department"].map(known).fillna(REST))


def summed_by_function(departments: pd.DataFrame) -> pd.DataFrame:
    """Rows of `compare_departments` with a function, added up by function and district; the columns that a comparison by group needs."""
    sums = ["counted", "budget", "executed", "backwards", "backwards_budget", "budget_share"]
    rows = departments.groupby(["function", "district"], as_index=False)[sums].sum()
    names = departments.groupby(["function", "district"])["department"].agg(list).reset_index(drop=True)
    some = rows[rows["counted"] > 0].groupby("function")["district"].nunique()
    rate = rows["executed"].astype(float) / rows["budget"].astype(float).where(rows["budget"] > 0)
    return rows.assign(execution_rate=rate, departments=names, districts=rows["function"].map(some).fillna(0).astype(int))


def rates_by_function(years: pd.DataFrame) -> pd.DataFrame:
    """Rows of `figure_years` with a function, added up by function and district, without budgets written backwards: what `class_sums` is for classes."""
    used = years[~years["backwards"].astype(bool)]
    return used.groupby(["function", "district"], as_index=False)[list(SUMS)].sum()


class FunctionBook:
    """What persons decided of the functions of departments in a store; every step stays in the log."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def decided(self) -> dict[str, str]:
        """Department -> function."""
        with self.store.understandable():
            return self.store.ledger.decisions(KIND)

    def decide(self, department: str, function: str | None, person: Person, known: Iterable[str]) -> None:
        """Keep the function of one of the `known` departments, or take a decision back where it is None; raises LensError where that cannot be."""
        if person.role not in JUDGES:
            raise LensError(f"{ROLES[person.role]}人员不能认定部门职能，由审计人员或管理员认定。")
        if function is not None and function not in function_names():
            raise UnknownName("部门职能", function, _nearest(function, function_names()) or "、".join(function_names()))
        if department not in set(known):
            raise UnknownName("预算部门", department, _nearest(department, known))
        with self.store.understandable():
            self.store.ledger.decide(KIND, [department], function, person.name, {"role": person.role})


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), 1)), None)
