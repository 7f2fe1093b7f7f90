"""The score for execution against rate × weight, the rule of nearly every form; another rule of the place would explain it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, hit, percent, places, plain
from analytics.audit.rule_sets import set_for

LARGE = Decimal("0.1")
"""Share of the weight from which on the difference is an error and not a doubt about the rule that was used."""

SLACK, RATE_SLACK, NEARLY_ALL = Decimal("0.0051"), Decimal("0.00005"), Decimal("0.05")
"""Half a unit of a score with two decimals; half a unit of a percentage with two, from which it may have been computed (91.75 % gives 9.18);
what full marks may round up without a word.
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        weight, score, rate = row["execution_weight"], row["execution_score"], row["execution_rate"]
        if None in (weight, score, rate) or weight <= 0 or row["unit_status"] == "suspect":
            continue
        expected = min(max(Decimal(str(rate)), Decimal(0)), Decimal(1)) * weight
        gap = score - expected
        rounded = abs(gap) <= half_unit(score)
        if abs(gap) <= (NEARLY_ALL if rounded and score == weight else SLACK + weight * RATE_SLACK):
            continue
        severity = "note" if rounded else "error" if gap > LARGE * weight else "warning"
        base = "revised_budget" if row["has_revised_column"] else "initial_budget"
        rules = set_for(row)
        words = "保留位数不足" if rounded else "高于执行率应得分" if gap > 0 else "低于执行率应得分"
        message = (
            f"执行率 {percent(rate)}，分值 {plain(weight)}，按“{rules.execution_rule}”应得 {expected:.2f} 分，自评 {plain(score)} 分：{words}。"
            "如当地另有计分规则，请提供依据。"
        )
        yield hit(
            row,
            "执行率得分",
            message,
            stated=score,
            recomputed=f"{expected:.2f}",
            difference=gap,
            amount_at_stake=row["budget_base"],
            severity=severity,
            rule_set=rules.name,
            places=places(row, base, "executed", "weight", "score"),
            calculation=calculated(
                "ROUND(b / a * c, 2)" if 0 <= rate <= 1 else "ROUND(MAX(MIN(b / a, 1), 0) * c, 2)",
                "执行率得分",
                "自评执行率得分",
                [
                    term("全年预算数" if row["has_revised_column"] else "年初预算数", row["budget_base"], "万元", places(row, base)),
                    term("全年执行数", row["executed"], "万元", places(row, "executed")),
                    term("分值", weight, "分", places(row, "weight")),
                ],
                "分",
            ),
        )
