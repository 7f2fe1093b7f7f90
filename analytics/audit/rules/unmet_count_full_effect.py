"""A counted output that fell short by a tenth and more, with every effect at full marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.figures import comparable
from analytics.audit.finding import Hit, hit, percent, places, plain

SHORT = Decimal("0.9")

COUNTED = """
    facet = '数量' and applicable and weight > 0 and target_value is not null and actual_value is not null and form_number in (
        select form_number from measured
        where applicable and weight > 0 and score is not null and dimension in ('效益', '满意度')
        group by form_number
        having bool_and(score >= weight))
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row, every in desk.forms_with(COUNTED):
        lines = [line for line in every if line["applicable"] and line["weight"]]
        effects = [line for line in lines if line["dimension"] in ("效益", "满意度") and line["score"] is not None]
        short = [line for line in lines if line["facet"] == "数量" and _share(line) < SHORT]
        if short and effects and all(line["score"] >= line["weight"] for line in effects):
            first, rate = short[0], row["execution_rate"]
            spent = f"执行率 {percent(rate)}，" if rate is not None else ""
            marks = plain(sum(line["score"] for line in effects))
            message = f"{spent}“{(first['level3'] or '')[:20]}”指标值 {first['target']}、完成值 {first['actual']}，效益和满意度却得满分 {marks} 分。"
            at = [*places(first, "target", "actual"), *(place for line in effects for place in places(line, "score"))]
            yield hit(row, "数量与效益", message, stated=first["actual"], recomputed=first["target"], amount_at_stake=row["budget_base"], places=at)


def _share(line: Mapping[str, Any]) -> Decimal:
    """Result as a share of the target; 1 where they do not compare or less is better."""
    counted = None if line["direction"] == "≤" else comparable(line)
    return counted[1] / counted[0] if counted and counted[0] else Decimal(1)
