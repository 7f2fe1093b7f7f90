"""Forms that give themselves full marks throughout, and departments whose scores all lie within a few points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from statistics import mean, pstdev

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, hit, places

FEWEST, NARROW, HIGH = 8, 2.0, 95.0
"""Forms a department must have, and the spread (standard deviation, points) and the mean from which on scores are compressed."""

FULL = """
    select form_number, count(*) as lines from measured
    where applicable and weight <> 0
    group by form_number
    having count(*) >= 3 and bool_and(score is not null and score >= weight)
"""


def find(desk: Desk) -> Iterator[Hit]:
    full = {row["form_number"]: row["lines"] for row in desk.rows(FULL)}
    for row in desk.forms:
        if row["form_number"] in full:
            yield hit(
                row,
                "各项得分",
                f"{full[row['form_number']]} 项指标全部得满分。",
                stated=row["score_stated"],
                amount_at_stake=row["budget_base"],
                places=places(row, "total_score"),
            )
    for _, group in groupby(desk.forms, key=itemgetter("group_number")):
        rows = [row for row in group if row["score_stated"] is not None]
        scores = [float(row["score_stated"]) for row in rows]
        if len(rows) >= FEWEST and pstdev(scores) < NARROW and mean(scores) >= HIGH:
            message = (
                f"{len(rows)} 个项目的自评分在 {min(scores):g} 至 {max(scores):g} 之间，平均 {mean(scores):.1f}，标准差只有 {pstdev(scores):.2f}，分数拉不开。"
            )
            yield group_hit(rows, "自评分分布", message, stated=f"{pstdev(scores):.2f}", places=[place for row in rows for place in places(row, "total_score")])
