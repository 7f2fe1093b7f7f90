"""Kinds of error, each planted into a department of forms without a fault. What follows from a figure follows from the wrong one, as a unit would fill it in.

A kind is `certain` where the form's own figures or words give it away, so that a rule must find it every time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from bench.forms import GeneratedForm, GeneratedIndicator
from bench.workbooks import FIRST_INDICATOR, FISCAL_ROW, FUNDING_COLUMNS, INDICATOR_COLUMNS, TOTAL_ROW, Cells

CENT = Decimal("0.01")
COUNT, RATE, CHECKED, TIME, COST, ECONOMY, SOCIAL, NATURE, LASTING, PLEASED = range(10)
"""The indicators of a form without a fault, in their order."""


@dataclass(frozen=True)
class Planting:
    """A department with an error: its forms, cells that say something else, and the names of the forms that are wrong."""

    forms: tuple[GeneratedForm, ...]
    about: frozenset[str]
    cells: Mapping[int, Cells] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """An error: what it is called in the table, the rules that should find it, whether one of them must."""

    words: str
    rules: tuple[str, ...]
    certain: bool
    plant: Callable[[Sequence[GeneratedForm], random.Random], Planting]


KINDS: dict[str, Kind] = {}


def kind(words: str, *rules: str, certain: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function (form, chance) -> the form and what other cells say, or a `Planting`."""

    def enter(plant: Callable[..., Any]) -> Callable[..., Any]:
        KINDS[plant.__name__.replace("_", "-")] = Kind(words, rules, certain, plant if plant in _WHOLE else _in_one(plant))
        return plant

    return enter


_WHOLE: set[Callable[..., Any]] = set()


def whole(plant: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a kind that needs several forms."""
    _WHOLE.add(plant)
    return plant


def _in_one(plant: Callable[..., Any]) -> Callable[[Sequence[GeneratedForm], random.Random], Planting]:
    def planted(forms: Sequence[GeneratedForm], chance: random.Random) -> Planting:
        number = chance.randrange(len(forms))
        wrong, cells = plant(forms[number], chance)
        return Planting((*forms[:number], wrong, *forms[number + 1 :]), frozenset({wrong.name}), {number: cells})

    return planted


def _with(form: GeneratedForm, number: int, **changes: Any) -> GeneratedForm:
    """The form with one indicator changed."""
    lines = list(form.indicators)
    lines[number] = replace(lines[number], **changes)
    return replace(form, indicators=tuple(lines))


def _spent(form: GeneratedForm, executed: Decimal) -> GeneratedForm:
    """The form as it would be had so much been spent: rate, score and cost follow."""
    rate = executed / form.revised_budget
    changed = replace(form, executed=executed, rate=rate.quantize(Decimal("0.0001")), execution_score=(min(rate, Decimal(1)) * 10).quantize(CENT))
    return _with(changed, COST, actual=f"{executed}万元")


def _funding(column: str, value: object, *rows: int) -> Cells:
    return {(row, FUNDING_COLUMNS[column]): value for row in rows or (TOTAL_ROW, FISCAL_ROW)}


def _indicator(number: int, column: str, value: object) -> Cells:
    return {(FIRST_INDICATOR + number, INDICATOR_COLUMNS[column]): value}


def _total(form: GeneratedForm, value: object) -> Cells:
    return {(FIRST_INDICATOR + len(form.indicators), 7): value}


def _swapped(value: Decimal, chance: random.Random) -> Decimal:
    """The amount with two neighbouring digits exchanged, or one wrong where that would hardly change it."""
    text = str(value)
    pairs = [f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1) if "." not in text[at : at + 2]]
    wrong = [Decimal(pair) for pair in pairs if abs(Decimal(pair) / value - 1) > Decimal("0.005")]
    return chance.choice(wrong) if wrong else value + Decimal(1).scaleb(value.adjusted())


def _lossy(form: GeneratedForm) -> int:
    """An indicator that is judged and lost points, given some where none did."""
    return next((number for number, one in enumerate(form.indicators) if one.score < one.weight and number != COUNT), SOCIAL)


@kind("amounts in 元 under 万元, cost indicator in 万元", "unit-corrected", certain=True)
def amounts_in_yuan(form, chance):
    return form, {
        cell: amount for name in ("initial_budget", "revised_budget", "executed") for cell, amount in _funding(name, getattr(form, name) * 10_000).items()
    }


@kind("amounts in 元 under 万元, nothing else says the amount", "unit-suspect", "unit-corrected")
def amounts_in_yuan_unproven(form, chance):
    plain = _with(_with(form, COST, target="不超预算", actual="未超预算"), COST, level3="成本控制")
    return plain, amounts_in_yuan(form, chance)[1]


@kind("execution score full although not all was spent", "execution-score-above-rate", certain=True)
def execution_score_full(form, chance):
    return replace(_spent(form, (form.revised_budget * chance.randint(800, 985) / 1000).quantize(CENT)), execution_score=Decimal(10)), {}


@kind("one digit of the total score wrong", "score-total", certain=True)
def total_digit(form, chance):
    return form, _total(form, form.total_score + chance.choice((-10, -3, -2, -1, 1, 2, 3)) * chance.choice((Decimal(1), Decimal("0.1"))))


@kind("weight of one indicator changed", "weight-total", certain=True)
def weight_changed(form, chance):
    return form, _indicator(SOCIAL, "weight", form.indicators[SOCIAL].weight + chance.choice((1, 2, 5)))


@kind("execution rate stated wrong", "execution-rate", certain=True)
def rate_wrong(form, chance):
    return form, _funding("rate", f"{form.rate + Decimal(chance.choice((-500, -90, -12, -3, 3, 12, 90))) / 10_000:.2%}", TOTAL_ROW)


@kind("two digits of the executed amount transposed", "execution-rate", "executed-over-budget", certain=True)
def executed_transposed(form, chance):
    return form, _funding("executed", _swapped(form.executed, chance))


@kind("one digit of a funding source wrong", "funding-parts", certain=True)
def source_digit(form, chance):
    column = chance.choice(("initial_budget", "revised_budget", "executed"))
    return form, _funding(column, _swapped(getattr(form, column), chance), FISCAL_ROW)


@kind("revised budget left blank", "missing-amount", certain=True)
def amount_missing(form, chance):
    return form, _funding("revised_budget", None)


@kind("the 其中 row scored a second time", "sub-row-scored", certain=True)
def sub_row_counted(form, chance):
    return form, _funding("weight", 10, FISCAL_ROW) | _funding("score", form.execution_score, FISCAL_ROW)


@kind("budget and executed amounts in each other's column", "executed-over-budget", certain=True)
def funding_columns_swapped(form, chance):
    return form, _funding("revised_budget", form.executed) | _funding("executed", form.revised_budget)


@kind("amount in the cost indicator is another one", "cost-text-against-amount", certain=True)
def cost_contradicts(form, chance):
    return _with(form, COST, actual=f"{(form.executed * chance.choice((60, 85, 93)) / 100).quantize(CENT)}万元"), {}


@kind("counted indicator short of its target with full marks", "quantitative-score", certain=True)
def count_full_marks(form, chance):
    line = form.indicators[COUNT]
    wanted = int("".join(filter(str.isdigit, line.target)))
    unit = line.target.lstrip("≥0123456789")
    return _with(form, COUNT, actual=f"{wanted * chance.randint(80, 97) // 100}{unit}", score=line.weight, reason=None), {}


@kind("deduction without a reason", "deduction-without-reason", certain=True)
def deduction_unexplained(form, chance):
    number = _lossy(form)
    score = min(form.indicators[number].score, form.indicators[number].weight - Decimal("0.4"))
    return _with(form, number, score=score, reason=None), {}


@kind("score of one indicator left blank", "missing-score", certain=True)
def score_missing(form, chance):
    return form, _indicator(chance.randrange(10), "score", None)


@kind("result of one indicator left blank", "missing-text", certain=True)
def result_missing(form, chance):
    return form, _indicator(chance.randrange(10), "actual", None)


@kind("more spent than the budget, all figures consistent", "executed-over-budget", certain=True)
def over_budget(form, chance):
    return _spent(form, (form.revised_budget * chance.randint(102, 130) / 100).quantize(CENT)), {}


@kind("budget cut by more than a third in the year", "large-revision", certain=True)
def budget_cut(form, chance):
    return _spent(replace(form, initial_budget=(form.revised_budget * chance.randint(16, 40) / 10).quantize(CENT)), form.executed), {}


@kind("a third spent, full marks and all done", "low-execution-full-marks", certain=True)
def little_spent(form, chance):
    spent = _spent(form, (form.revised_budget * chance.randint(150, 450) / 1000).quantize(CENT))
    lines = tuple(replace(one, score=one.weight, reason=None) if number != COUNT else one for number, one in enumerate(spent.indicators))
    return replace(spent, indicators=lines, achievement=f"全部完成年度目标，{form.achievement}"), {}


@kind("an amount in a sentence in 元 instead of 万元", "unit-in-text", certain=True)
def unit_in_sentence(form, chance):
    return replace(form, achievement=f"{form.achievement}共支出{form.executed}元。"), {}


@kind("an earlier year in a target", "year-in-text", certain=True)
def earlier_year(form, chance):
    return _with(form, TIME, target=f"{form.year - 1}年{chance.randint(9, 12)}月底前", actual="按时完成"), {}


@kind("an earlier year in goal and achievement", "year-in-text", certain=True)
def earlier_year_told(form, chance):
    year = form.year - chance.choice((1, 1, 2))
    return replace(form, goal=f"{year}年，{form.goal}", achievement=f"{year}年{form.achievement}"), {}


@kind("the scale itself as the target", "scale-as-target", certain=True)
def scale_as_target(form, chance):
    return _with(form, chance.choice((ECONOMY, SOCIAL, NATURE, LASTING)), target=chance.choice(("优良中低差", "优、良、中、差", "高中低"))), {}


@kind("未完成 with most of the marks", "unfinished-with-marks", certain=True)
def unfinished(form, chance):
    number = chance.choice((ECONOMY, SOCIAL, NATURE))
    words = chance.choice(("年底前未完成验收", "尚未形成台账", "没有达到要求"))
    return _with(form, number, actual=words, score=form.indicators[number].weight * Decimal("0.8"), reason="承办单位更换。"), {}


@kind("基本达到 with full marks", "full-marks-for-nearly", certain=True)
def nearly_in_full(form, chance):
    number = chance.choice((ECONOMY, SOCIAL, NATURE, LASTING))
    return _with(form, number, actual=chance.choice(("基本达到预期指标", "部分完成", "基本完成")), score=form.indicators[number].weight, reason=None), {}


@kind("a score above the band of its wording", "qualitative-band", certain=True)
def above_band(form, chance):
    actual = chance.choice(("基本达成预期指标且效果较好", "部分达成预期指标且具有一定效果"))
    return _with(form, SOCIAL, actual=actual, score=Decimal("9.7"), reason="仍有少数点位反复。"), {}


@kind("a sentence twice in one cell", "doubled-sentence", certain=True)
def sentence_doubled(form, chance):
    target = form.indicators[SOCIAL].target
    return _with(form, SOCIAL, target=f"{target}。{target}。"), {}


@kind("two counts of one thing in one indicator", "numbers-in-row", certain=True)
def counts_differ(form, chance):
    wanted = chance.randint(12, 400)
    return _with(form, SOCIAL, level3=f"为{wanted}个社区提供服务", target=f"覆盖{wanted + chance.randint(1, 30)}个社区"), {}


@kind("target and result in each other's column", "target-as-result", "other-kind-of-result", certain=True)
def columns_swapped(form, chance):
    number = chance.choice((COUNT, PLEASED, RATE))
    line = form.indicators[number]
    return _with(form, number, target=line.actual, actual=line.target), {}


@kind("percentage without its sign, one digit short", "other-kind-of-result", certain=True)
def bare_result(form, chance):
    return _with(form, PLEASED, actual=str(chance.randint(8, 9))), {}


@kind("name of a second level misspelled", "heading-misspelled", certain=True)
def heading_misspelled(form, chance):
    return form, _indicator(chance.choice((SOCIAL, NATURE)), "level2", chance.choice(("社会效应指标", "社会效益指椟", "生态效溢指标")))


@kind("the same satisfaction in six forms", "same-satisfaction", certain=True)
@whole
def satisfaction_repeated(forms, chance):
    target, actual = chance.choice((("≥90%", "90%"), ("≥95%", "98%")))
    wrong = [_with(form, PLEASED, target=target, actual=actual) for form in forms[:6]]
    return Planting((*wrong, *forms[6:]), frozenset(form.name for form in wrong))


@kind("one reason word for word in four forms", "repeated-reason", certain=True)
@whole
def reason_repeated(forms, chance):
    reason = "受客观条件影响，今后加强统筹。"
    wrong = [_with(form, ECONOMY, score=Decimal(4), actual="个别环节滞后", reason=reason) for form in forms[:4]]
    return Planting((*wrong, *forms[4:]), frozenset(form.name for form in wrong))


@kind("a target copied from another project", "foreign-target", certain=True)
@whole
def target_copied(forms, chance):
    source, victim = chance.sample(range(len(forms)), 2)
    wrong = _with(forms[victim], SOCIAL, target=forms[source].indicators[SOCIAL].target)
    return Planting((*forms[:victim], wrong, *forms[victim + 1 :]), frozenset({wrong.name}))


@kind("a form copied, name and amounts changed", "forms-alike", certain=True)
@whole
def form_copied(forms, chance):
    source, victim = chance.sample(range(len(forms)), 2)
    own, other = forms[victim], forms[source]
    cost = {COST: other.indicators[COST]}
    lines = tuple(replace(cost.get(number, one), **_cost(own) if number in cost else {}) for number, one in enumerate(other.indicators))
    wrong = replace(own, goal=other.goal, achievement=other.achievement, indicators=lines)
    return Planting((*forms[:victim], wrong, *forms[victim + 1 :]), frozenset({wrong.name, other.name}))


@kind("half of a form copied into another", "forms-alike", "foreign-target")
@whole
def form_half_copied(forms, chance):
    source, victim = chance.sample(range(len(forms)), 2)
    own, other = forms[victim], forms[source]
    taken = (CHECKED, ECONOMY, SOCIAL, NATURE, LASTING)
    lines = tuple(other.indicators[number] if number in taken else one for number, one in enumerate(own.indicators))
    wrong = replace(own, indicators=lines)
    return Planting((*forms[:victim], wrong, *forms[victim + 1 :]), frozenset({wrong.name, other.name}))


@kind("one reason in four forms, reworded each time", "repeated-reason")
@whole
def reason_reworded(forms, chance):
    reasons = ("受客观条件影响，今后加强统筹。", "因客观条件所限，今后将加强统筹。", "受客观因素影响，以后加强统筹。", "客观条件影响，下年加强统筹。")
    wrong = [_with(form, ECONOMY, score=Decimal(4), actual="个别环节滞后", reason=reason) for form, reason in zip(forms, reasons)]
    return Planting((*wrong, *forms[4:]), frozenset(form.name for form in wrong))


@kind("one department under three names", "many-names", certain=True)
@whole
def many_names(forms, chance):
    """The department that a form is filed under is that of its file; only the printed unit differs."""
    short = forms[0].department.removesuffix("中心")
    cells = {number: {(3, 6): name} for number, name in enumerate((short, f"市{short}办公室", f"{short}（本级）"))}
    return Planting(tuple(forms), frozenset(form.name for form in forms), cells)


def _cost(form: GeneratedForm) -> dict[str, str]:
    line: GeneratedIndicator = form.indicators[COST]
    return {"target": line.target, "actual": line.actual}


@kind("another executed amount, and every figure of the form follows")
def consistent_lie(form, chance):
    return _spent(form, (form.executed * Decimal("0.98")).quantize(CENT)), {}


@kind("a judged score raised, its reason removed")
def judged_up(form, chance):
    number = _lossy(form)
    return _with(form, number, score=form.indicators[number].weight, reason=None), {}


@kind("a target lowered until the result meets it")
def target_lowered(form, chance):
    line = form.indicators[COUNT]
    return _with(form, COUNT, target=f"≥{line.actual}", score=line.weight, reason=None), {}


@kind("a score above its weight, in the total as well", "score-out-of-range", certain=True)
def score_out_of_range(form, chance):
    number = chance.randrange(len(form.indicators))
    return _with(form, number, score=form.indicators[number].weight + chance.randint(1, 5)), {}


@kind("done months after the date asked for, with full marks", "late-with-full-marks", certain=True)
def late_in_full(form, chance):
    weight = form.indicators[TIME].weight
    line = {"target": f"{form.year}年{chance.randint(3, 6)}月底前", "actual": f"{form.year}年{chance.randint(8, 12)}月完成", "score": weight, "reason": None}
    return _with(form, TIME, **line), {}


@kind("a growth in the achievement that its two figures do not make", "growth-in-text", certain=True)
def growth_told_wrong(form, chance):
    before = chance.randint(200, 900)
    return replace(form, achievement=f"{form.achievement}受理{before * 3 // 2}件，较上年{before}件增长{chance.randint(5, 30)}.5%。"), {}


@kind("an execution rate in the achievement that the amounts do not make", "rate-in-text", certain=True)
def rate_told_wrong(form, chance):
    wrong = round(float(form.executed / form.revised_budget) * 100 - chance.randint(3, 20), 2)
    return replace(form, achievement=f"{form.achievement}预算执行率为{wrong:.2f}%。"), {}
