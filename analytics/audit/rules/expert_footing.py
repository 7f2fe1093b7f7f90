"""An expert sheet's own arithmetic: the sum and the mean of the experts' points of each item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows("select * from line where kind = 'expert_scores' and score is not null"):
        given = [Decimal(str(score)) for score in json.loads(row["scores"] or "[]") if score is not None]
        if len(given) < 2:
            continue
        mean = sum(given) / len(given)
        if abs(row["score"] - mean) > half_unit(row["score"]) + Decimal("0.005"):
            message = f"“{row['name'] or row['line']}”各专家评分平均为 {plain(round(mean, 4))}，平均分列为 {plain(row['score'])}。"
            at = places(row, *(f"score{number}" for number in range(1, len(given) + 1)), "score")
            terms = [
                term(f"第{number}位专家", score, "分", places(row, f"score{number}"))
                for number, score in enumerate(json.loads(row["scores"] or "[]"), start=1)
                if score is not None
            ]
            yield hit(
                row,
                f"{row['name']}：平均分",
                message,
                stated=row["score"],
                recomputed=round(mean, 4),
                difference=row["score"] - mean,
                project=None,
                places=at,
                calculation=calculated(f"ROUND(SUM({{all}}) / {len(terms)}, 4)", "平均分", "所列平均分", terms, "分"),
            )
