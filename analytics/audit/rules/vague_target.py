"""Targets that nothing can be measured against: 一批, 若干, 达到预期目标."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain

ROWS = """
    select form_number, target, weight, cells from measured
    where applicable and weight > 0 and length(target) <= 40 and (
        regexp_matches(target, '一批|若干|一定数量|适量')
        or regexp_matches(trim(target, ' 。.'), '^(达到|达成|完成|实现)(预期|年度|既定)(指标|目标|要求|效果)$'))
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number")):
        rows = list(group)
        kinds = "、".join(dict.fromkeys(row["target"].strip() for row in rows))
        message = f"{len(rows)} 项指标（共 {plain(sum(row['weight'] for row in rows))} 分）的指标值笼统（{kinds[:60]}），无法衡量。"
        yield hit(rows[0], "年度指标值", message, stated=kinds[:60], places=[place for row in rows for place in places(row, "target")])
