"""Points taken off although the result says that the target was met."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain

ROWS = """
    select form_number, weight, score, cells from measured
    where weight > 0 and score < weight and applicable and facet <> '成本'
        and (regexp_matches(trim(actual, ' 。.'), '^(已)?(达到|达成|完成|实现|全部完成)(了)?(预期|年度|既定)?(指标|目标|要求)?$') or actual = '100%')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number")):
        rows = list(group)
        lost = sum(row["weight"] - row["score"] for row in rows)
        message = f"{len(rows)} 项指标写明已达到目标，仍共扣 {plain(lost)} 分：或完成情况写得过满，或扣分没有依据。"
        at = [place for row in rows for place in places(row, "actual", "score")]
        yield hit(rows[0], "达到目标仍扣分", message, stated=str(len(rows)), amount_at_stake=rows[0]["budget_base"], places=at)
