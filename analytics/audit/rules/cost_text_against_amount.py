"""The amount in the one cost indicator of a form against its funding block: 实际0.2862万 in a form that spent 0.38 万元."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, hit, places, plain
from analytics.reading.values import amounts_in

BOUNDS = ("不超", "不高于", "以内", "≤", "控制在", "低于", "以下", "每", "次", "/")

SLIGHT = Decimal("0.01")
"""Share of the amount below which the difference does not change any figure that a leader reads."""

COSTS = """
    select form_number, target, actual, cells from measured
    where facet = '成本' and weight is not null
    qualify count(*) over (partition by form_number) = 1
"""


def find(desk: Desk) -> Iterator[Hit]:
    costs = {line["form_number"]: line for line in desk.lines(COSTS)}
    for row in desk.forms:
        own = [row[name] for name in ("initial_budget", "revised_budget", "executed") if row[name] is not None]
        cost = costs.get(row["form_number"])
        if not own or row["executed"] is None or row["unit_status"] == "suspect" or cost is None:
            continue
        for name in ("target", "actual"):
            text = cost[name] or ""
            said = amounts_in(text)
            if len(said) != 1 or any(word in text for word in BOUNDS):
                continue
            spent = name == "actual" or "实际" in text or "支出" in text
            wanted = [row["executed"], row["budget_base"]] if spent else own
            if any(value is not None and abs(said[0].amount - value) <= said[0].slack for value in wanted):
                continue
            words = "实际支出" if spent else "预算控制数"
            other = f"执行 {plain(row['executed'])} 万元" if spent else f"预算 {plain(row['budget_base'])} 万元"
            message = f"成本指标写明{words} {plain(said[0].amount)} 万元，资金栏为{other}；请核对是否抄自其他项目。"
            against = row["executed"] if spent else row["budget_base"]
            slight = against and abs(said[0].amount - against) < SLIGHT * against
            yield hit(
                row,
                f"成本指标：{words}",
                message,
                stated=said[0].amount,
                recomputed=against,
                difference=said[0].amount - (against or 0),
                amount_at_stake=against,
                severity=None if spent and not slight else "warning",
                places=[*places(cost, name), *places(row, "executed", "revised_budget")],
                calculation=None if against is None else _gap(row, cost, name, said[0].amount, against, spent),
            )


def _gap(row: Mapping[str, Any], line: Mapping[str, Any], name: str, said: Decimal, against: Decimal, spent: bool) -> Calculation:
    own = "executed" if spent else "revised_budget" if row["has_revised_column"] else "initial_budget"
    words = {"executed": "全年执行数", "revised_budget": "全年预算数", "initial_budget": "年初预算数"}[own]
    terms = [term("成本指标所写金额", said, "万元", places(line, name)), term(words, against, "万元", places(row, own))]
    return calculated("a - b", "差额", "", terms, "万元")
