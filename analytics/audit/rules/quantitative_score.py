"""The score of a counted indicator against result / target × weight; 1085 of 1100 people is 4.93 of 5, not 5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import comparable, half_unit
from analytics.audit.finding import Calculation, Hit, hit, places, plain
from analytics.audit.rule_sets import set_for

ROWS = """
    select form_number, level3, target, actual, target_value, actual_value, direction, weight, score, cells from measured
    where weight > 0 and score is not null and target_value > 0 and actual_value is not null and applicable and facet <> '成本'
        and not (score = weight and actual_value >= target_value and coalesce(direction, '') <> '≤' and not regexp_matches(concat(target, actual), '[万亿]'))
    order by form_number, line
"""
SLIGHT = Decimal("0.005")


def _calculation(row: Mapping[str, Any], target: Decimal, actual: Decimal, ratio: str, share: Decimal) -> Calculation:
    terms = [
        term("年度指标值", target, None, places(row, "target")),
        term("实际完成值", actual, None, places(row, "actual")),
        term("分值", row["weight"], "分", places(row, "weight")),
    ]
    formula = "c" if ratio == "a / b" and not actual else f"ROUND({ratio} * c, 2)" if share < 1 else f"ROUND(MIN({ratio}, 1) * c, 2)"
    return calculated(formula, "按比例应得分", "自评得分", terms, "分")


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        counted = comparable(row)
        if counted is None or not counted[0]:
            continue
        target, actual = counted
        less = row["direction"] == "≤"
        share = min(Decimal(1), (target / actual if actual else Decimal(1)) if less else actual / target)
        expected = share * row["weight"]
        gap = row["score"] - expected
        if abs(gap) <= max(SLIGHT, half_unit(row["score"]) if row["score"] != row["weight"] else SLIGHT) or (gap < 0 and share == 1):
            continue
        rules = set_for(row)
        way = f"{plain(target)} ÷ {plain(actual)}" if less else f"{plain(actual)} ÷ {plain(target)}"
        message = (
            f"指标值“{row['target'][:30]}”，完成值“{row['actual'][:30]}”，按比例应得 {way} × {plain(row['weight'])} ＝ {expected:.2f} 分，"
            f"自评 {plain(row['score'])} 分。"
        )
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：得分",
            message,
            stated=row["score"],
            recomputed=f"{expected:.2f}",
            difference=gap,
            rule_set=rules.name,
            severity=None if gap > 0 else "note",
            amount_at_stake=row["budget_base"],
            places=places(row, "target", "actual", "weight", "score"),
            calculation=_calculation(row, target, actual, "a / b" if less else "b / a", share),
        )
