"""Weights of the first level against the frame of the rule set: 10/50/30/10, or 10/20/40/20/10 where 成本 is a level of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, hit, places, plain
from analytics.audit.rule_sets import RuleSet, frame_of

DIMENSIONS = {"产出": "产出", "效益": "效益", "效果": "效益", "满意": "满意度", "成本": "成本"}


HELD = """
    select form_number, dimension, sum(weight)::decimal(18, 4) as weight
    from measured
    where applicable and weight is not null
    group by form_number, dimension
"""


def find(desk: Desk) -> Iterator[Hit]:
    held: dict[int, dict[str, Decimal]] = {}
    for line in desk.rows(HELD):
        held.setdefault(line["form_number"], {})[line["dimension"]] = line["weight"]
    judged = [(row, *_judged(row, held[row["form_number"]])) for row in desk.forms if row["execution_weight"] is not None and row["form_number"] in held]
    wrong = [one for one in judged if one[2]]
    indicators = desk.indicators_of(row for row, *_ in wrong)
    for row, rules, off in wrong:
        yield _hit(row, rules, off, [line for line in indicators[row["form_number"]] if line["applicable"] and line["weight"] is not None])


def _judged(row: Mapping[str, Any], held: dict[str, Decimal]) -> tuple[RuleSet, dict[str, tuple[Decimal, Decimal]]]:
    """The rule set of a form, and each weight that is off, as it is and as it should be."""
    rules = frame_of(row["district"], row["fiscal_year"], "成本" in held, row["department"])
    if "其他" in held:
        return rules, {}
    wanted = _frame(rules) if rules.binding else {}
    if rules.binding and "满意度" not in wanted and "满意度" in held:
        held["效益"] = held.get("效益", Decimal(0)) + held.pop("满意度")
    off = {name: (held.get(name, Decimal(0)), weight) for name, weight in wanted.items() if held.get(name, Decimal(0)) != weight}
    if row["execution_weight"] != rules.execution:
        off["执行率"] = (row["execution_weight"], Decimal(rules.execution))
    return rules, off


def _hit(row: Mapping[str, Any], rules: RuleSet, off: Mapping[str, tuple[Decimal, Decimal]], lines: Sequence[Mapping[str, Any]]) -> Hit:
    words = "、".join(f"{name} {plain(has)}（应为 {plain(weight)}）" for name, (has, weight) in off.items())
    return hit(
        row,
        "一级指标分值",
        f"一级指标分值与“{rules.name}”不同：{words}；跨部门比较前须折算。",
        stated="、".join(f"{name}{plain(has)}" for name, (has, _) in off.items()),
        recomputed="、".join(f"{name}{plain(weight)}" for name, (_, weight) in off.items()),
        rule_set=rules.name,
        places=[place for line in lines for place in places(line, "weight")],
        calculation=_added(row, lines, next(iter(off)), "满意度" not in _frame(rules)),
    )


def _added(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], first: str, together: bool) -> Calculation:
    """The sum of the first weight that is off; `together`: the rule set counts 满意度 among 效益."""
    names = {first, "满意度"} if first == "效益" and together else {first}
    own = [
        term((line["level3"] or line["level2"] or "指标")[:20], line["weight"], "分", places(line, "weight")) for line in lines if line["dimension"] in names
    ]
    execution = [term("执行率分值", row["execution_weight"], "分", places(row, "weight"))]
    terms = execution if first == "执行率" else own or [term(f"{first}指标（没有）", 0, "分")]
    return calculated("SUM({all})", f"{first}分值合计", "", terms, "分")


def _frame(rules: RuleSet) -> dict[str, Decimal]:
    return {next(name for word, name in DIMENSIONS.items() if word in level): Decimal(weight) for level, weight in rules.weights.items()}
