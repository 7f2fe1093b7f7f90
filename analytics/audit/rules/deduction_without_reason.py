"""Points taken off without a word on why."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        lines = desk.indicators.get(row["form_id"], [])
        silent = [
            line
            for line in lines
            if line["weight"] is not None and line["score"] is not None and line["score"] < line["weight"] and not line["deviation_reason"]
        ]
        if silent:
            lost = sum(line["weight"] - line["score"] for line in silent)
            message = f"{len(silent)} 项指标共扣 {plain(lost)} 分，没有写偏差原因和改进措施。"
            yield hit(
                row,
                "偏差原因",
                message,
                stated=str(len(silent)),
                amount_at_stake=row["budget_base"],
                places=[place for line in silent for place in places(line, "score")],
            )
