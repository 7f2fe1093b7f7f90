"""The scale itself written as the target: 优良中低差, 高中低."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = """
    select form_number, target, weight, cells from measured
    where applicable and regexp_replace(target, '[\\s、/，,]', '', 'g')
        in ('优良中低差', '优良中差', '优良中', '优良差', '高中低', '好中差', '好一般差', '大中小', '强中弱')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number")):
        rows = list(group)
        kinds = "、".join(dict.fromkeys(row["target"].strip() for row in rows))
        weight = sum(row["weight"] or 0 for row in rows)
        message = f"{len(rows)} 项指标（共 {weight.normalize() if weight else 0:f} 分）的指标值写成评价等级“{kinds}”，没有目标可以对照。"
        yield hit(
            rows[0],
            "年度指标值",
            message,
            stated=kinds,
            amount_at_stake=rows[0]["budget_base"],
            places=[place for row in rows for place in places(row, "target")],
        )
