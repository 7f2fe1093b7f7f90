"""Target and result of one indicator in two units of money: 指标值 126万元, 完成值 430420.2元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, Place, hit, places, plain
from analytics.reading.values import UNITS, AmountInText, amounts_in

ROWS = r"""
    select form_number, level3, target, actual, cells from measured
    where contains(target, '元') and contains(actual, '元')
        and not (regexp_matches(target, '^[≥≤><=]?[0-9.]+万元$') and regexp_matches(actual, '^[≥≤><=]?[0-9.]+万元$'))
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        target, actual = amounts_in(row["target"]), amounts_in(row["actual"])
        if len(target) != 1 or len(actual) != 1 or _unit(target[0].text) == _unit(actual[0].text):
            continue
        message = f"同一指标的指标值写作 {target[0].text}，完成值写作 {actual[0].text}（折合 {plain(actual[0].amount)} 万元），单位不一，容易误读。"
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：单位",
            message,
            stated=actual[0].text,
            recomputed=f"{plain(actual[0].amount)}万元",
            amount_at_stake=row["budget_base"],
            places=places(row, "target", "actual"),
            calculation=in_wan(actual[0], "完成值", places(row, "actual")),
        )


def in_wan(said: AmountInText, label: str, at: Iterable[Place]) -> Calculation | None:
    """An amount in a text brought to 万元; None where it stands in 万元."""
    digits, unit = re.fullmatch(r"([-+\d.,]+)\s*(\D+)", said.text).groups()
    factor = UNITS[unit if unit.endswith("元") else unit + "元"]
    formula = f"a * {plain(factor)}" if factor > 1 else f"a / {plain(1 / factor)}"
    return None if factor == 1 else calculated(formula, "折合", "原文", [term(label, Decimal(digits.replace(",", "")), unit, at)], "万元")


def _unit(text: str) -> str:
    return re.sub(r"[^亿万千]", "", text)
