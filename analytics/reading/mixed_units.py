"""Single amounts of a form that stand in another unit than the rest: 430420.2 (元) in the column 全年执行数 of a form in 万元.

They are told by the form itself: a total that is 10,000 times its own parts, money spent out of all proportion to the
budget, a stated rate that the amounts miss by exactly that factor. A change of unit that mends this, and that another
place of the form confirms, corrects those cells; where none is confirmed the form stays in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from analytics.reading.excerpt import FIELD_NAMES, OwnStatement
from analytics.reading.headings import AMOUNTS
from analytics.reading.records import Form, Funding, Problem, changed
from analytics.reading.values import UNITS, own_unit

OUT_OF_PROPORTION = 100
"""No project spends a hundred times its budget."""
FACTORS = tuple(Decimal(factor) for factor in ("10000", "0.0001", "1000", "0.001"))
"""Between 元, 千元 and 万元; the ten of 千元 and 万元 lies within what projects differ."""
CORRECTED = "unit-of-cell-corrected"
SLIGHT = 5_000
"""Money spent, and less than this share of the budget: a form in 元 whose spending is in 万元 shows this."""
_ALIKE = Decimal("0.0005")
_SMALLEST_RATE = Decimal("0.001")

Place = tuple[int, str]
"""A line of the funding block and the name of an amount."""
Amounts = Mapping[Place, Decimal]


@dataclass(frozen=True)
class Block:
    """The amounts of a form as they are printed."""

    form: Form
    total: int
    amounts: Amounts

    @cached_property
    def certain(self) -> frozenset[Place]:
        """The amounts that name a unit of their own and so are beyond doubt."""
        return frozenset(place for place in self.amounts if own_unit(self.printed(place)))

    def column(self, amounts: Amounts, name: str) -> tuple[Decimal | None, list[Place]]:
        """The total of a column and the places of its parts."""
        return amounts.get((self.total, name)), [place for place in amounts if place[1] == name and place[0] != self.total]

    def base(self) -> str:
        return "revised_budget" if (self.total, "revised_budget") in self.amounts else "initial_budget"

    def cell(self, place: Place) -> str:
        return self.form.funding[place[0]].cells.get(place[1]) or FIELD_NAMES[place[1]]

    def printed(self, place: Place) -> str:
        return getattr(self.form.funding[place[0]], f"{place[1]}_printed") or ""


@dataclass(frozen=True)
class Mending:
    """These cells brought from `unit` to the form's, `base`, and what in the form confirms it."""

    places: tuple[Place, ...]
    factor: Decimal
    base: str
    unit: str
    proof: tuple[str, ...] = field(default=())
    told: int = 0
    """How many statements of the form agree with its amounts once these cells are mended."""


@dataclass(frozen=True)
class Oddity:
    """Why amounts of a form cannot stand in one unit, in words, and the amount that shows it."""

    words: str
    place: Place


def seems_mixed(form: Form) -> bool:
    """Whether there is anything to mend or to doubt: hardly any form has."""
    block = _block(form)
    return block is not None and _odd(block, block.amounts) is not None


def odd(form: Form) -> Oddity | None:
    """What forbids to sum the form's amounts as if they stood in one unit; parts that do not fit are a matter of the audit."""
    block = _block(form)
    return block and (_out_of_proportion(block, block.amounts) or _off_rate(block, block.amounts))


def mended(form: Form, statements: Sequence[OwnStatement], answered: str | None = None) -> tuple[Form, list[Problem]]:
    """The form with the cells of another unit brought to the unit of the rest, amounts still as the form's unit; unchanged where nothing proves it."""
    block = _block(form)
    if block is None:
        return form, []
    possible = [one for one in _mendings(block, statements, answered) if one.proof]
    if not possible:
        return form, []
    best = max(possible, key=lambda one: _rank(one, form))
    rivals = [one for one in possible if _rank(one, form) == _rank(best, form) and set(one.places) != set(best.places)]
    return (form, []) if rivals else (_applied(form, best), [_told(block, best, place) for place in best.places])


def _block(form: Form) -> Block | None:
    total = next((at for at, line in enumerate(form.funding) if line.source == "total"), None)
    if total is None:
        return None
    amounts = {(at, name): value for at, line in enumerate(form.funding) for name in AMOUNTS if (value := getattr(line, name))}
    return Block(form, total, amounts)


def _alike(one: Decimal, other: Decimal) -> bool:
    return one == other or abs(one - other) <= _ALIKE * max(abs(one), abs(other))


def _by_factor(one: Decimal, other: Decimal) -> bool:
    return any(_alike(one, other * factor) for factor in FACTORS)


# ---- what cannot be


def _odd(block: Block, amounts: Amounts) -> Oddity | None:
    checks = (_off_rate,) if _of_one_size(amounts.values()) else (_off_parts, _out_of_proportion, _off_rate, _off_budget)
    return next(filter(None, (check(block, amounts) for check in checks)), None)


def _of_one_size(amounts: Collection[Decimal]) -> bool:
    """So near to each other that neither two of them nor the sum of some and another differ by a hundred times: as in nearly all forms."""
    return 0 < len(amounts) < 10 and 0 < max(amounts) < 10 * min(amounts)


def _off_parts(block: Block, amounts: Amounts) -> Oddity | None:
    for name in AMOUNTS:
        total, parts = block.column(amounts, name)
        if any(amounts[part] == total for part in parts):  # as most often: one source gives it all
            continue
        sums = _sums(amounts, parts)
        if total and sums and not any(_alike(total, value) for value in sums):
            off = next((value for value in sums if _by_factor(total, value)), None)
            if off is not None:
                place = (block.total, name)
                return Oddity(f"{block.cell(place)} 资金总额的{FIELD_NAMES[name]} {block.printed(place)} 与各来源的数恰好相差千倍或万倍", place)
    return None


def _sums(amounts: Amounts, parts: Sequence[Place]) -> list[Decimal]:
    return list(dict.fromkeys([sum((amounts[part] for part in parts), Decimal(0)), *(amounts[part] for part in parts)])) if parts else []


def _out_of_proportion(block: Block, amounts: Amounts) -> Oddity | None:
    for at in dict.fromkeys([block.total, *range(len(block.form.funding))]):
        spent = abs(amounts.get((at, "executed"), Decimal(0)))
        budgets = [abs(amounts[at, name]) for name in AMOUNTS if name != "executed" and (at, name) in amounts]
        if not spent or not budgets or min(budgets) / SLIGHT <= spent <= OUT_OF_PROPORTION * max(budgets):
            continue
        if any((at, name) in block.certain for name in AMOUNTS):
            continue
        words = f"超过预算数的 {OUT_OF_PROPORTION} 倍" if spent > max(budgets) else f"不到预算数的 {SLIGHT} 分之一"
        return Oddity(f"{block.cell((at, 'executed'))} 的执行数 {block.printed((at, 'executed'))} {words}", (at, "executed"))
    return None


def _off_rate(block: Block, amounts: Amounts) -> Oddity | None:
    rate = block.form.funding[block.total].execution_rate_stated
    spent, budget = amounts.get((block.total, "executed")), amounts.get((block.total, block.base()))
    if not rate or not spent or not budget or rate < _SMALLEST_RATE or _near_rate(spent / budget, rate):
        return None
    if any(_near_rate(spent / budget * factor, rate) for factor in FACTORS):
        place = (block.total, "executed")
        return Oddity(f"{block.cell(place)} 的执行数 {block.printed(place)} 与预算数之比，同所列执行率恰好相差千倍或万倍", place)
    return None


def _near_rate(found: Decimal, stated: Decimal) -> bool:
    return abs(found - stated) <= max(Decimal("0.0001"), stated / 500)


def _off_budget(block: Block, amounts: Amounts) -> Oddity | None:
    first, revised = (amounts.get((block.total, name)) for name in ("initial_budget", "revised_budget"))
    if first and revised and first != revised and _by_factor(first, revised):
        return Oddity("年初预算数与全年预算数恰好相差千倍或万倍", (block.total, "initial_budget"))
    return None


# ---- what would mend it


def _mendings(block: Block, statements: Sequence[OwnStatement], answered: str | None) -> Iterator[Mending]:
    printed = answered or block.form.amount_unit.printed
    for base in dict.fromkeys(unit for unit in (printed, *(() if answered else ("万元", "元"))) if unit):
        for factor in FACTORS:
            unit = next((unit for unit in ("元", "千元", "万元") if UNITS[unit] == UNITS[base] * factor), None)
            for places in _groups(block) if unit else ():
                after = {place: value * factor if place in places else value for place, value in block.amounts.items()}
                if _odd(block, after) is None and (base == printed or any(_said(statements, after[place], base) for place in after if place not in places)):
                    told = {one.stated.text for value in after.values() if (one := _said(statements, value, base))}
                    yield Mending(tuple(places), factor, base, unit or base, tuple(_proof(block, after, places, statements, base)), len(told))


def _groups(block: Block) -> Iterator[list[Place]]:
    """Sets of cells that one slip puts in another unit: a cell, a column, both budgets, a line; none that says its unit."""
    cells = [place for place in block.amounts if place not in block.certain]
    tests: list[Callable[[Place], bool]] = [lambda place, name=name: place[1] == name for name in AMOUNTS]
    tests += [lambda place: place[1] != "executed", *(lambda place, at=at: place[0] == at for at in range(len(block.form.funding)))]
    found = [[place] for place in cells] + [[place for place in cells if test(place)] for test in tests]
    yield from {frozenset(group): group for group in found if 0 < len(group) < len(block.amounts)}.values()


def _said(statements: Iterable[OwnStatement], value: Decimal, unit: str) -> OwnStatement | None:
    return next((one for one in statements if abs(value * UNITS[unit] - one.stated.amount) <= one.stated.slack), None)


def _proof(block: Block, after: Amounts, places: Sequence[Place], statements: Sequence[OwnStatement], base: str) -> Iterator[str]:
    """What stands elsewhere in the form and agrees with the cells only after they are brought to the other unit."""
    for name in dict.fromkeys(name for _, name in places):
        total, parts = block.column(after, name)
        mixed = {place in places for place in [(block.total, name), *parts]} == {True, False}
        if mixed and total and any(_alike(total, value) for value in _sums(after, parts)):
            others = [place for place in [(block.total, name), *parts] if place not in places]
            yield f"{'、'.join(map(block.cell, others))} 为 {'、'.join(map(block.printed, others))}"
    yield from _proof_of_rate(block, after, places)
    first, revised = (block.total, "initial_budget"), (block.total, "revised_budget")
    if (first in places) != (revised in places) and first in after and revised in after and _alike(after[first], after[revised]):
        yield f"{block.cell(revised if first in places else first)} 为 {block.printed(revised if first in places else first)}"
    said = [one for place in places if (one := _said(statements, after[place], base))]
    yield from dict.fromkeys(f"{one.evidence.cell} 写明“{one.evidence.text}”" for one in said)


def _proof_of_rate(block: Block, after: Amounts, places: Sequence[Place]) -> Iterator[str]:
    line = block.form.funding[block.total]
    own = ((block.total, "executed"), (block.total, block.base()))
    rate = line.execution_rate_stated
    one_sided = all(place in after for place in own) and (own[0] in places) != (own[1] in places)
    if rate and rate >= _SMALLEST_RATE and one_sided and _near_rate(after[own[0]] / after[own[1]], rate):
        yield f"{line.cells.get('execution_rate_stated', '')} 所列执行率为 {rate * 100:.2f}%"


def _rank(one: Mending, form: Form) -> tuple[int, int, bool, int]:
    return one.told, len(one.proof), one.base == form.amount_unit.printed, -len(one.places)


# ---- what is made of it


def _applied(form: Form, one: Mending) -> Form:
    lines = list(form.funding)
    for at, name in one.places:
        lines[at] = _scaled(lines[at], name, one.factor)
    return changed(form, funding=tuple(lines))


def _scaled(line: Funding, name: str, factor: Decimal) -> Funding:
    return changed(line, **{name: getattr(line, name) * factor})


def _told(block: Block, one: Mending, place: Place) -> Problem:
    cell, found = block.cell(place), block.printed(place)
    heading = block.form.amount_unit.printed or one.base
    right = plain(block.amounts[place] * UNITS[one.unit] / UNITS[heading])
    others = "、".join(block.cell(other) for other in one.places if other != place)
    message = f"{cell} 填 {found}{f'（{others} 亦同）' if others else ''}，与同表其他数字相差千倍或万倍；{'，'.join(one.proof)}：按{one.unit}读取。"
    remedy = "请统一全表的单位。" if one.unit == heading else f"请在原表中把 {cell} 改为 {right}（{heading}）。"
    return Problem("warning", CORRECTED, message, block.form.sheet, cell, found, f"{right}{heading}", remedy)


def plain(value: Decimal) -> str:
    """A figure without exponent and trailing zeros."""
    return f"{value.normalize():f}"
