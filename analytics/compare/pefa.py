"""How reliable a budget was, as the PEFA framework of 2016 measures it, over three years of one department's final accounts.

PI-1 (aggregate expenditure outturn): spending over initial budget; A within 95 to 105 %, B 90 to 110 %, C 85 to 115 %, each in
at least two of the three years. PI-2.1 (composition): each head's budget is scaled by the aggregate outturn, so that only
shifts between heads are left; the variance is the sum of absolute deviations over the scaled budget; A under 5 %, B under
10 %, C under 15 %, in at least two of three years. Contingency and interest on debt are left out of PI-2; with more than 20
heads the largest that make up 75 % (at least 20) stand alone and the rest is one head. PEFA rates governments; here the
method is applied to a department, whose heads are the functional classes of its general public budget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.wording import listed, rate

YEARS, ENOUGH = 3, 2
BANDS = (("A", 0.05), ("B", 0.10), ("C", 0.15))
MOST_HEADS, SHARE = 20, 0.75
LEFT_OUT = re.compile(r"预备费|债务付息|债务发行")
HAIR = 1e-9  # 105 % exactly is within 95 to 105 %


@dataclass(frozen=True)
class Head:
    """One head of the budget: initial budget and outturn, 万元."""

    name: str
    budget: float
    outturn: float


@dataclass(frozen=True)
class Year:
    """One year: PI-1's ratio of outturn to budget, PI-2's variance of composition (ratio)."""

    year: int
    outturn: float
    variance: float


@dataclass(frozen=True)
class Assessment:
    """One department over three years with both grades; where it cannot be graded the grades are empty and `missing` says why."""

    department: str
    years: tuple[Year, ...]
    outturn_grade: str = ""
    composition_grade: str = ""
    missing: str = ""


def outturn(heads: Sequence[Head]) -> float:
    """PI-1: aggregate outturn over aggregate initial budget."""
    return sum(head.outturn for head in heads) / sum(head.budget for head in heads)


def variance(heads: Sequence[Head]) -> float:
    """PI-2.1: sum of |outturn - scaled budget| over the sum of scaled budgets."""
    counted = _joined([head for head in heads if not LEFT_OUT.search(head.name)])
    scale = outturn(counted)
    return sum(abs(head.outturn - scale * head.budget) for head in counted) / sum(scale * head.budget for head in counted)


def _joined(heads: list[Head]) -> list[Head]:
    """At most the heads that PEFA lets stand alone; the others as one."""
    if len(heads) <= MOST_HEADS:
        return heads
    ordered = sorted(heads, key=lambda head: head.budget, reverse=True)
    whole, reached, kept = sum(head.budget for head in heads), 0.0, 0
    while kept < MOST_HEADS or reached < SHARE * whole:
        reached, kept = reached + ordered[kept].budget, kept + 1
    rest = ordered[kept:]
    return [*ordered[:kept], Head("其余", sum(head.budget for head in rest), sum(head.outturn for head in rest))] if rest else ordered


def outturn_grade(ratios: Sequence[float]) -> str:
    """The grade of PI-1 for the ratios of three years."""
    return _grade(ratios, lambda ratio, band: abs(ratio - 1) <= band + HAIR)


def composition_grade(variances: Sequence[float]) -> str:
    """The grade of PI-2.1 for the variances of three years."""
    return _grade(variances, lambda value, band: value < band)


def _grade(values: Sequence[float], within: Callable[[float, float], bool]) -> str:
    return next((grade for grade, band in BANDS if sum(within(value, band) for value in values) >= ENOUGH), "D")


def assessments(lines: pd.DataFrame) -> tuple[Assessment, ...]:
    """Every department of `variance_classes`, graded over its last three successive years or with what is missing."""
    classes = lines[lines["level"] == "类"]
    return tuple(_assessed(str(name), own) for name, own in classes.groupby("department"))


def _assessed(department: str, classes: pd.DataFrame) -> Assessment:
    years = tuple(_years(classes))
    last = years[-YEARS:]
    if len(last) == YEARS and last[-1].year - last[0].year == YEARS - 1:
        return Assessment(department, last, outturn_grade([one.outturn for one in last]), composition_grade([one.variance for one in last]))
    known = "、".join(str(one.year) for one in years)
    lacking = f"只有{known}年度" if known else "没有一个年度的年初预算数齐全"
    return Assessment(department, years, missing=f"{department}{lacking}")


def _years(classes: pd.DataFrame) -> Iterator[Year]:
    """The years in which every class has its initial budget."""
    for year, own in classes.groupby("fiscal_year"):
        heads = [Head(str(row["name"]), float(row["initial_budget"]), float(row["final_accounts"])) for row in own.to_dict("records")]
        complete = own["initial_budget"].notna().all() and own["final_accounts"].notna().all()
        if complete and sum(head.budget for head in heads) > 0 and any(head.budget and not LEFT_OUT.search(head.name) for head in heads):
            yield Year(int(year), outturn(heads), variance(heads))


def pefa_rows(found: Sequence[Assessment]) -> list[list[str]]:
    """The table of graded departments: whose, and for each measure the three years and the grade."""
    return [
        [one.department, "、".join(f"{each.year}年 {rate(each.outturn)}" for each in one.years), one.outturn_grade,
         "、".join(f"{each.year}年 {rate(each.variance)}" for each in one.years), one.composition_grade]
        for one in found if not one.missing
    ]  # fmt: skip


def missing_words(found: Sequence[Assessment]) -> str:
    """One line on what is missing for the others; empty where nothing is."""
    lacking = [one.missing for one in found if one.missing]
    needed = "PEFA 的 PI-1、PI-2 要看同一部门连续三个年度的部门决算（按功能分类的年初预算数和决算数）"
    if not found:
        return f"{needed}；现在一个部门也没有。"
    return f"{needed}；{listed(lacking)}，不作评定。" if lacking else ""
