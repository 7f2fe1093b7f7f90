"""An expert far from all others on an item, worst where the item can be computed; and items on which the panel does not agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain

COMPUTABLE = ("执行率", "到位率", "完成率", "节约率", "达标率", "及时率")
FAR, TOGETHER = Decimal("0.4"), Decimal("0.2")
"""Shares of the weight: distance of one expert from the median of the others, and the range within which the others agree."""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows(
        "select * from line where kind = 'expert_scores' and weight > 0 and coalesce(level, '') not in ('合计', '总计') order by batch_id, line_number"
    ):
        given = [None if score is None else Decimal(str(score)) for score in json.loads(row["scores"] or "[]")]
        for number, score in enumerate(given, start=1):
            others = [other for at, other in enumerate(given, start=1) if at != number and other is not None]
            if score is None or len(others) < 3:
                continue
            middle = median(others)
            if abs(score - middle) >= FAR * row["weight"] and max(others) - min(others) <= TOGETHER * row["weight"]:
                computable = any(word in (row["name"] or "") for word in COMPUTABLE)
                words = "该项可以按数据算出，不应有这样的差别" if computable else "与其他专家相差悬殊"
                given_by_others = f"其余专家在 {plain(min(others))} 至 {plain(max(others))} 分之间"
                message = f"“{row['name']}”（{plain(row['weight'])} 分）第 {number} 位专家给 {plain(score)} 分，{given_by_others}：{words}。"
                yield hit(
                    row,
                    f"{row['name']}：第{number}位专家",
                    message,
                    stated=score,
                    recomputed=middle,
                    difference=score - middle,
                    severity=None if computable else "note",
                    places=places(row, f"score{number}", "weight"),
                    calculation=calculated(
                        "a - b",
                        "与其余专家中位数之差",
                        "",
                        [term(f"第{number}位专家", score, "分", places(row, f"score{number}")), term("其余专家的中位数", middle, "分")],
                        "分",
                    ),
                )
