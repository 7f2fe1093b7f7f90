"""Points taken off without a word on why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row, lines in desk.forms_with("score < weight and coalesce(deviation_reason, '') = ''"):
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
                calculation=_lost(silent),
            )


def _lost(lines: Sequence[Mapping[str, Any]]) -> Calculation:
    terms = [
        term(f"{(line['level3'] or line['level2'] or '指标')[:20]}：{words}", line[field], "分", places(line, field))
        for field, words in (("weight", "分值"), ("score", "得分"))
        for line in lines
    ]
    names = [one.name for one in calculated("", "", "", terms).terms]
    half = len(lines)
    return calculated(f"SUM({', '.join(names[:half])}) - SUM({', '.join(names[half:])})", "共扣分", "", terms, "分")
