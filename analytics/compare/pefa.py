"""How reliable a budget was, as the PEFA framework of 2016 measures it, over three years of final accounts of departments and districts.

PI-1 (aggregate expenditure outturn): spending over initial budget; A within 95 to 105 %, B 90 to 110 %, C 85 to 115 %, each in
at least two of the three years. PI-2.1 (composition): each head's budget is scaled by the aggregate outturn, so that only
shifts between heads are left; the variance is the sum of absolute deviations over the scaled budget; A under 5 %, B under
10 %, C under 15 %, in at least two of three years. Contingency and interest on debt are left out of PI-2; with more than 20
heads the largest that make up 75 % (at least 20) stand alone and the rest is one head. Repayment of principal is no
expenditure. PEFA rates governments: a district is the sum of its departments, the heads the functional classes of their
general public budgets; a single department is graded by the same method. Self-evaluations speak of projects alone and cannot
take the place of accounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analytics.wording import count, listed, rate

YEARS, ENOUGH = 3, 2
MOST_NAMED = 4
BANDS = (("A", 0.05), ("B", 0.10), ("C", 0.15))
MOST_HEADS, SHARE = 20, 0.75
LEFT_OUT = re.compile(r"预备费|债务付息|债务发行")
PRINCIPAL = "债务还本"
TABLE = "《一般公共预算财政拨款支出决算表》"
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
    """A department, or a district over its departments, with both grades over three years; where it cannot be graded they are empty.

    `missing` says which tables of which years are missing: of a district also beside its grades, where a department stays out.
    """

    name: str
    years: tuple[Year, ...]
    outturn_grade: str = ""
    composition_grade: str = ""
    missing: str = ""
    departments: int = 1

    @property
    def graded(self) -> bool:
        """Whether three years were there."""
        return bool(self.outturn_grade)


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


def assessments(lines: pd.DataFrame, known: pd.DataFrame | None = None) -> tuple[Assessment, ...]:
    """Every district of `variance_classes`, then every department, graded over their last three successive years or with what is missing.

    `known` (rows of district and department) are departments that have forms but perhaps no accounts: they are missing in their district.
    """
    classes = lines[(lines["level"] == "类") & ~lines["name"].astype(str).str.contains(PRINCIPAL)]
    named = [frame[["district", "department"]] for frame in (classes, known) if frame is not None and len(frame)]
    expected = pd.concat(named) if named else classes[["district", "department"]]
    places = expected.dropna().drop_duplicates().sort_values(["district", "department"])
    districts = [_district(str(district), list(own["department"]), classes) for district, own in places.groupby("district")]
    return (*districts, *(_department(str(name), own) for name, own in classes.groupby("department")))


def _department(name: str, classes: pd.DataFrame) -> Assessment:
    years = tuple(_years(classes))
    wanted = _last_three(classes, years)
    last = tuple(one for one in years if one.year in wanted)
    if len(last) < YEARS:
        return Assessment(name, years, missing=_lacking(name, classes, wanted))
    return _graded(name, last)


def _district(name: str, departments: Sequence[str], classes: pd.DataFrame) -> Assessment:
    """The sum of the departments that are complete over the three years; the others are named."""
    own = classes[classes["district"] == name]
    of = {department: own[own["department"] == department] for department in departments}
    wanted = _best_three({department: {one.year for one in _years(rows)} for department, rows in of.items()}, own)
    whole = [department for department, rows in of.items() if wanted and wanted <= {one.year for one in _years(rows)}]
    missing = "；".join(_lacking(department, rows, wanted) for department, rows in of.items() if department not in whole)
    if not whole:
        return Assessment(name, (), missing=missing, departments=len(departments))
    summed = own[own["department"].isin(whole) & own["fiscal_year"].isin(wanted)]
    heads = summed.groupby(["fiscal_year", "name"], as_index=False)[["initial_budget", "final_accounts"]].sum()
    return replace(_graded(name, tuple(_years(heads))), missing=missing, departments=len(whole))


def _graded(name: str, years: tuple[Year, ...]) -> Assessment:
    return Assessment(name, years, outturn_grade([one.outturn for one in years]), composition_grade([one.variance for one in years]))


def _last_three(classes: pd.DataFrame, years: Sequence[Year]) -> set[int]:
    """The newest three successive years that are complete; where there are none, the three that end with the newest year known."""
    complete = {one.year for one in years}
    ends = [year for year in sorted(complete, reverse=True) if {year - 1, year - 2} <= complete]
    return _ending(ends[0] if ends else int(classes["fiscal_year"].max()))


def _best_three(complete: Mapping[str, set[int]], classes: pd.DataFrame) -> set[int]:
    """The three successive years for which most departments are complete, the newest of equals; where none is, those that end with the newest."""
    ends = {year for years in complete.values() for year in years}
    held = {end: sum(_ending(end) <= years for years in complete.values()) for end in ends}
    best = max(held, key=lambda end: (held[end], end), default=int(classes["fiscal_year"].max()) if len(classes) else 0)
    return _ending(best) if best else set()


def _ending(year: int) -> set[int]:
    return set(range(year - YEARS + 1, year + 1))


def _lacking(department: str, classes: pd.DataFrame, wanted: set[int]) -> str:
    """Which tables of which years a department lacks, and of which years the initial budgets are not told."""
    there, complete = set(classes["fiscal_year"].dropna().astype(int)), {one.year for one in _years(classes)}
    absent, blank = sorted(wanted - there), sorted((wanted & there) - complete)
    parts = [f"{'、'.join(map(str, absent))}年度的{TABLE}" if absent else "", f"{'、'.join(map(str, blank))}年度各类的年初预算数" if blank else ""]
    return f"{department}缺{'和'.join(part for part in parts if part)}" if wanted else f"{department}缺连续三个年度的{TABLE}"


def _years(classes: pd.DataFrame) -> Iterator[Year]:
    """The years in which every class has its initial budget."""
    for year, own in classes.groupby("fiscal_year"):
        heads = [Head(str(row["name"]), float(row["initial_budget"]), float(row["final_accounts"])) for row in own.to_dict("records")]
        complete = own["initial_budget"].notna().all() and own["final_accounts"].notna().all()
        if complete and sum(head.budget for head in heads) > 0 and any(head.budget and not LEFT_OUT.search(head.name) for head in heads):
            yield Year(int(year), outturn(heads), variance(heads))


def pefa_rows(found: Sequence[Assessment]) -> list[list[str]]:
    """The table of what is graded: whose, over how many departments, and for each measure the three years and the grade."""
    return [
        [one.name, count(one.departments), "、".join(f"{each.year}年 {rate(each.outturn)}" for each in one.years), one.outturn_grade,
         "、".join(f"{each.year}年 {rate(each.variance)}" for each in one.years), one.composition_grade]
        for one in found if one.graded
    ]  # fmt: skip


def missing_words(found: Sequence[Assessment]) -> str:
    """One line on what is missing for the others, department by department; empty where nothing is."""
    lacking = list(dict.fromkeys(part for one in found for part in one.missing.split("；") if part))
    needed = f"PEFA 的 PI-1、PI-2 要看连续三个年度的部门决算（{TABLE}，按类的年初预算数和决算数），区要看全部部门；自评表只有项目支出，不能代替"
    if not found:
        return f"{needed}。现在一个部门也没有。"
    return f"{needed}。{listed(lacking, MOST_NAMED)}。" if lacking else ""
