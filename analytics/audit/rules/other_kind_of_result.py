"""Target and result that are not of one kind: 100% against 10, so that one of them may stand in the wrong column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = r"""
    select form_number, target, actual, weight, cells from measured
    where applicable and weight > 0 and regexp_matches(target, '^[≥≤><=]?\s*[0-9.]+%$') and regexp_matches(actual, '^[0-9.]+$') and actual_value > 1
        and actual_value < target_value * 50 and coalesce(score, weight) >= weight * 0.6
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number")):
        rows = list(group)
        first = rows[0]
        score = f"（该项分值 {first['weight'].normalize():f}）"
        message = f"{len(rows)} 项指标的指标值是百分数（{first['target']}），完成值却是 {first['actual']}{score}：疑为漏写百分号、少写一位或填错列。"
        yield hit(
            first,
            "实际完成值",
            message,
            stated=first["actual"],
            recomputed=first["target"],
            places=[place for row in rows for place in places(row, "target", "actual")],
        )
