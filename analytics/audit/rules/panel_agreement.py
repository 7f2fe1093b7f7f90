"""How far a panel agrees: items on which the experts' points span half of the weight and more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

APART, SHARE = 0.4, 0.2
"""Range of points as a share of the weight that counts as apart, and the share of items apart that makes a weak panel."""
ROWS = "select * from line where kind = 'expert_scores' and weight > 0 and coalesce(level, '') not in ('合计', '总计') order by form_id, line_number"


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.rows(ROWS), key=lambda row: row["form_id"]):
        rows = [row for row in group if len(_given(row)) > 2]
        apart = [row for row in rows if max(_given(row)) - min(_given(row)) >= APART * float(row["weight"])]
        if rows and len(apart) >= SHARE * len(rows):
            names = "、".join(row["name"] for row in apart)
            message = f"{len(rows)} 项中 {len(apart)} 项（{names}）的专家评分相差达到分值的四成，评分标准掌握不一，平均分的参考价值有限。"
            yield hit(
                {**apart[0], "record_key": f"panel|{apart[0]['record_key']}"},
                "专家意见一致性",
                message,
                stated=f"{len(apart)}/{len(rows)}",
                places=[place for row in apart for place in places(row, "name", "score")],
            )


def _given(row) -> list[float]:
    return [score for score in json.loads(row["scores"] or "[]") if score is not None]
