"""An indicator under the wrong head: money as a target of time, a count without any number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = """
    select form_number, level3, target, facet, cells from measured
    where applicable and weight > 0 and (
        (facet = '时效' and regexp_matches(target, '[0-9](亿|万)?元?$|[0-9]万元') and not regexp_matches(target, '[年月日天时%]'))
        or (facet = '数量' and not regexp_matches(concat_ws('', level3, target, actual), '[0-9０-９一二三四五六七八九十百千两]')))
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number", "facet")):
        rows = list(group)
        names = "、".join((row["level3"] or "")[:20] for row in rows)
        words = "时效指标的指标值是金额" if rows[0]["facet"] == "时效" else "数量指标没有任何数量"
        yield hit(
            rows[0],
            f"{rows[0]['facet']}指标",
            f"{words}：{names}。",
            stated=rows[0]["target"],
            places=[place for row in rows for place in places(row, "level3", "target")],
        )
