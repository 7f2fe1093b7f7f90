"""The stated total score against the sum of its parts: execution and indicators, a 其中 row of the funding block left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import decimals, half_unit, slack_of_sum
from analytics.audit.finding import Calculation, Hit, hit, places, plain

LARGEST = Decimal("0.05")
"""What the print of the execution score, the one that is computed, may hide at most."""


def find(desk: Desk) -> Iterator[Hit]:
    wrong = [row for row in desk.forms if None not in (row["score_stated"], row["score_recomputed"]) and row["score_stated"] != row["score_recomputed"]]
    indicators = desk.indicators_of(wrong)
    for row in wrong:
        stated, recomputed = row["score_stated"], row["score_recomputed"]
        if _execution_left_out(row):
            continue
        lines = [line for line in indicators.get(row["form_number"], []) if line["applicable"]]
        parts = [line["score"] for line in lines]
        computed = min(half_unit(row["execution_score"]), LARGEST)
        slack = slack_of_sum(parts) + computed + (half_unit(stated) if decimals(stated) else 0)
        if abs(stated - recomputed) <= slack:
            continue
        weights = (row["execution_weight"] or 0) + row["indicator_weight"]
        again = _counted_twice(desk, row)
        message = f"总分列为 {plain(stated)} 分，执行率得分 {plain(row['execution_score'])} 与各项指标得分相加为 {plain(recomputed)} 分。"
        if again is not None and abs(stated - recomputed - again) <= slack:
            message += f"差额恰为“其中”行的得分 {plain(again)}，该行不应再计分。"
        incomplete = weights < 100 and stated > recomputed
        yield hit(
            row,
            "总分",
            message + (f"分值合计只有 {plain(weights)}，指标可能不全。" if incomplete else ""),
            stated=stated,
            recomputed=recomputed,
            difference=stated - recomputed,
            amount_at_stake=row["budget_base"],
            places=places(row, "total_score", "score"),
            severity="warning" if incomplete else None,
            cause="weights" if weights != 100 else None,
            calculation=_added(row, lines),
        )


def _added(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Calculation:
    first = term("执行率得分", row["execution_score"], "分", places(row, "score"))
    scored = [line for line in lines if line["score"] is not None]
    rest = [term((line["level3"] or line["level2"] or "指标")[:20], line["score"], "分", places(line, "score")) for line in scored]
    return calculated("SUM({all})", "各项得分之和", "总分", [first, *rest], "分")


def _execution_left_out(row: Mapping[str, Any]) -> bool:
    """The indicators alone weigh 100 and make the total: the rule on weights says so, once."""
    return row["indicator_weight"] == 100 and row["score_stated"] == row["indicator_score"]


def _counted_twice(desk: Desk, row: Mapping[str, Any]) -> Decimal | None:
    lines = desk.funding.get(row["form_id"], [])
    return next((line["score"] for line in lines if line["source"] != "total" and line["score"] is not None), None)
