"""A target exceeded by 200 % and more with full marks, where the rule set takes points off for a target set too low."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import comparable
from analytics.audit.finding import Hit, hit, percent, places, plain
from analytics.audit.rule_sets import set_for

ROWS = """
    select form_number, level3, target, actual, target_value, actual_value, direction, weight, score, cells from measured
    where weight > 0 and score is not null and target_value > 0 and actual_value >= target_value * 3 and coalesce(direction, '≥') <> '≤'
        and applicable and facet <> '成本'
    order by form_number, line
"""
STEPS = ((Decimal(5), Decimal("0.3")), (Decimal(3), Decimal("0.2")), (Decimal(2), Decimal("0.1")))


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        target, actual = comparable(row) or (Decimal(0), Decimal(0))
        over = (actual - target) / target if target else Decimal(0)
        cost = next((share for least, share in STEPS if over >= least), Decimal(0)) * row["weight"]
        if not cost or row["score"] <= row["weight"] - cost:
            continue
        rules = set_for(row)
        own = any("定得过低" in note for note in rules.notes)
        message = f"完成值 {plain(actual)} 超出指标值 {plain(target)} 的 {percent(over, 0)}，指标值可能定得过低；按北京市2019年注释应扣 {plain(cost)} 分。"
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：指标值",
            message,
            stated=row["score"],
            recomputed=row["weight"] - cost,
            severity=None if own else "note",
            rule_set=rules.name if own else "北京市事后自评",
            places=places(row, "target", "actual", "score"),
            calculation=calculated(
                f"a * (1 - {plain(cost / row['weight'])})", "扣分后最多得分", "自评得分", [term("分值", row["weight"], "分", places(row, "weight"))], "分"
            ),
        )
