"""Settles in which unit a form's amounts are printed.

The printed unit is believed unless the document disproves it. Evidence, nearest first: amounts with a unit that the
form itself states (成本指标, goals), amounts other documents state about the project, the department's total.
With evidence the amounts are `corrected`; out of all proportion without evidence they are `suspect` and stay None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from statistics import median

from analytics.reading import mixed_units
from analytics.reading.excerpt import OwnStatement
from analytics.reading.headings import AMOUNTS
from analytics.reading.records import AmountUnit, Claim, Evidence, Form, Funding, Problem, changed
from analytics.reading.values import UNITS, normalise

OUT_OF_PROPORTION = 100
"""A project this many times the median of its department's others is doubted …"""
LARGE_PROJECT = Decimal(10_000)
"""… when it is also above this many 万元 (1 亿元)."""
IMPLAUSIBLE = Decimal(1_000_000)
"""No single project of a district reaches 100 亿元 (in 万元)."""
OF_THE_FORM = "请确认单位是元还是万元；确认之前，该项目不计入任何合计。"
OF_A_CELL = "请更正单位不同的那一格，或在该格写明单位（如“12.5元”“12.5万元”）；更正之前，该项目不计入任何合计。"


@dataclass(frozen=True)
class Surroundings:
    """What is known around a form: claims about projects, and department totals in 万元 with the place they stand in."""

    claims: Mapping[str, Sequence[Claim]]
    totals: Mapping[tuple[str | None, int | None], tuple[Decimal, Evidence]]
    typical: Mapping[str | None, Decimal]


def surroundings(
    claims: Iterable[Claim],
    totals: Mapping[tuple[str | None, int | None], tuple[Decimal, Evidence]],
    budgets: Mapping[str | None, Sequence[Decimal]],
) -> Surroundings:
    """`budgets` holds by department the largest amount of each of its forms."""
    by_name: dict[str, list[Claim]] = {}
    for claim in claims:
        by_name.setdefault(normalise(claim.project), []).append(claim)
    typical = {department: Decimal(median(values)) for department, values in budgets.items() if len(values) >= 4}
    return Surroundings(by_name, totals, typical)


def largest_amounts(forms: Iterable[Form]) -> dict[str | None, tuple[Decimal, ...]]:
    """By department the largest amount of each form, in the unit in which it is printed."""
    found: dict[str | None, list[Decimal]] = {}
    for form in forms:
        amounts = _total_amounts(form)
        if amounts:
            found.setdefault(form.department, []).append(max(amounts.values()))
    return {department: tuple(amounts) for department, amounts in found.items()}


def settle(form: Form, statements: Sequence[OwnStatement], around: Surroundings, answered: str | None) -> tuple[Form, list[Problem]]:
    """The form with its amounts in 万元 and the doubts about their unit."""
    told: list[Problem] = []
    if mixed_units.seems_mixed(form):
        form, told = mixed_units.mended(form, statements, answered)
        if not told and (why := mixed_units.odd(form)):
            return _doubted(form, f"{why.words}，疑似单位混用。", OF_A_CELL, why.place)
    settled, doubts = _settled(form, statements, around, answered)
    return settled, [*told, *doubts]


def _settled(form: Form, statements: Sequence[OwnStatement], around: Surroundings, answered: str | None) -> tuple[Form, list[Problem]]:
    printed = form.amount_unit.printed
    amounts = _total_amounts(form) or _any_amounts(form)
    if not amounts:
        return changed(form, amount_unit=AmountUnit(printed, printed, "stated")), []
    if answered is not None:
        return _scaled(form, AmountUnit(printed, answered, "stated" if answered == printed else "corrected", ())), []
    unit, evidence = _by_evidence(form, amounts, statements, around)
    if unit is not None:
        status = "proven" if unit == printed or printed is None else "corrected"
        settled = _scaled(form, AmountUnit(printed, unit, status, tuple(evidence)))
        return settled, [_corrected(form, unit, evidence)] if status == "corrected" else []
    if printed is None:
        return _doubted(form, "表上没有写明金额单位，也没有其他数字可以印证。")
    largest = max(amounts.values()) * UNITS[printed]
    typical = around.typical.get(form.department)
    if largest >= IMPLAUSIBLE or (typical and largest >= LARGE_PROJECT and largest > typical * UNITS[printed] * OUT_OF_PROPORTION):
        return _doubted(form, f"按{printed}计为 {largest:,.2f} 万元，与同部门其他项目相差悬殊，疑为其他单位。")
    if printed == "元" and any(-value.as_tuple().exponent > 2 for value in amounts.values()):
        return _doubted(form, "单位为元，而金额的小数多于两位，疑为万元。")
    return _scaled(form, AmountUnit(printed, printed, "stated", ())), []


def _by_evidence(form: Form, amounts: Mapping[str, Decimal], statements: Sequence[OwnStatement], around: Surroundings) -> tuple[str | None, list[Evidence]]:
    printed = form.amount_unit.printed
    for unit in _candidates(printed, amounts):
        own = [s.evidence for s in statements if any(abs(value * UNITS[unit] - s.stated.amount) <= s.stated.slack for value in amounts.values() if value)]
        if own:
            return unit, own[:3]
    for unit in _candidates(printed, amounts) if around.claims else ():
        told = [claim.evidence for claim in _claims(form, around) if _agrees(claim, amounts, UNITS[unit])]
        if told:
            return unit, told[:3]
    total = around.totals.get((form.department, form.fiscal_year))
    if total and printed and max(amounts.values()) * UNITS[printed] > 2 * total[0]:
        fitting = [unit for unit in ("万元", "元") if unit != printed and max(amounts.values()) * UNITS[unit] <= total[0]]
        if len(fitting) == 1:
            return fitting[0], [total[1]]
    return None, []


def _candidates(printed: str | None, amounts: Mapping[str, Decimal]) -> Iterator[str]:
    """The units that the amounts can stand in, the likeliest first."""
    return (unit for unit in _likeliest_first(printed) if _possible(unit, printed, amounts))


@cache
def _likeliest_first(printed: str | None) -> list[str]:
    return sorted(UNITS, key=lambda unit: (unit != printed, unit not in ("万元", "元")))


def _possible(unit: str, printed: str | None, amounts: Mapping[str, Decimal]) -> bool:
    """A correction to 元 needs amounts of at least 1,000: below that a price in the text is likelier than a project."""
    return unit in (printed, "万元", "亿元") or max(amounts.values()) * UNITS[unit] >= Decimal("0.1")


def _claims(form: Form, around: Surroundings) -> list[Claim]:
    name = normalise(form.project.name) if form.project and form.project.name else ""
    return [claim for claim in around.claims.get(name, ()) if claim.fiscal_year in (None, form.fiscal_year) and claim.department in (None, form.department)]


def _agrees(claim: Claim, amounts: Mapping[str, Decimal], scale: Decimal) -> bool:
    """The claimed budget (or, without one, the executed amount) is the form's, up to the last printed digit."""
    stated = claim.budget if claim.budget is not None else claim.executed
    names = ("revised_budget", "initial_budget") if claim.budget is not None else ("executed",)
    if not stated:
        return False
    slack = Decimal(5).scaleb(min(stated.as_tuple().exponent, 0) - 1)
    return any(abs(amounts[name] * scale - stated) <= max(slack, abs(stated) / 1000) for name in names if name in amounts)


def _total_amounts(form: Form) -> dict[str, Decimal]:
    for line in form.funding:
        if line.source == "total":
            return {name: value for name in AMOUNTS if (value := getattr(line, name)) is not None and value != 0}
    return {}


def _any_amounts(form: Form) -> dict[str, Decimal]:
    for line in form.funding:
        found = {name: value for name in AMOUNTS if (value := getattr(line, name)) is not None and value != 0}
        if found:
            return found
    return {}


def _scaled(form: Form, unit: AmountUnit) -> Form:
    scale = UNITS[unit.used]
    return changed(form, amount_unit=unit, funding=form.funding if scale == 1 else tuple(_with_amounts(line, scale) for line in form.funding))


def _with_amounts(line: Funding, scale: Decimal) -> Funding:
    return changed(line, **{name: value * scale for name in AMOUNTS if (value := getattr(line, name)) is not None})


def _doubted(form: Form, why: str, remedy: str = OF_THE_FORM, place: mixed_units.Place | None = None) -> tuple[Form, list[Problem]]:
    blank = tuple(replace(line, **dict.fromkeys(AMOUNTS)) for line in form.funding)
    first = next((line for line in form.funding if line.source == "total"), form.funding[0])
    budgets = ("revised_budget", "initial_budget") if form.has_revised_column else ("initial_budget", "revised_budget")
    name = next((name for name in (*budgets, "executed") if getattr(first, name) is not None), AMOUNTS[0])
    line, name = (form.funding[place[0]], place[1]) if place else (first, name)
    problem = Problem(
        "warning",
        "unit-suspect",
        f"“{form.project.name if form.project else form.title}”的金额单位存疑：{why}",
        form.sheet,
        line.cells.get(name),
        getattr(line, f"{name}_printed"),
        "写明元或万元",
        remedy,
    )
    return replace(form, amount_unit=AmountUnit(form.amount_unit.printed, None, "suspect", ()), funding=blank), [problem]


def _corrected(form: Form, unit: str, evidence: Sequence[Evidence]) -> Problem:
    total = next((line for line in form.funding if line.source == "total"), form.funding[0])
    name = next((name for name in AMOUNTS if getattr(total, name) is not None), AMOUNTS[0])
    place = evidence[0]
    where = "".join(part for part in (f"{place.file} " if place.file else "", f"“{place.sheet}”" if place.sheet else "", place.cell or "") if part)
    return Problem(
        "warning",
        "unit-corrected",
        f"表头单位为{form.amount_unit.printed}，而{where}写明“{place.text}”：金额按{unit}读取，折合万元。",
        form.sheet,
        total.cells.get(name),
        getattr(total, f"{name}_printed"),
        place.text,
        "请在原表中统一单位。",
    )
