"""An indicator under the wrong head: money as a target of time, a count without any number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = """
    select form_number, level3, target, facet, cells from measured
    where applicable and weight > 0 and (
        (facet = '时效' and regexp_matches(target, '[0-9](亿|万)?元?$|[0-9]万元') and not regexp_matches(target, '[年月日天时%]'))
        or (facet in ('数量', '时效', '成本') and contains(level3, '满意度'))
        or (facet = '数量' and not regexp_matches(concat_ws('', level3, target, actual), '[0-9０-９一二三四五六七八九十百千两]')))
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number", "facet")):
        rows = list(group)
        names = "、".join((row["level3"] or "")[:20] for row in rows)
        words = _words(rows)
        yield hit(
            rows[0],
            f"{rows[0]['facet']}指标",
            f"{words}：{names}。",
            stated=rows[0]["target"],
            places=[place for row in rows for place in places(row, "level3", "target")],
        )


def _words(rows: Sequence[Mapping[str, Any]]) -> str:
    if all("满意度" in (row["level3"] or "") for row in rows):
        return f"满意度列在{rows[0]['facet']}指标下，应列入满意度指标"
    return {"时效": "时效指标的指标值是金额", "成本": "成本指标不是成本"}.get(rows[0]["facet"], "数量指标没有任何数量")
