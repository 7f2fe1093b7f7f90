"""The same target and the same result in numbers, in one department and year, with different shares of the weight: no rule explains both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, group_hit, percent, places, plain

LARGEST = Decimal("0.05")
"""What the print of a score may hide at most: whole points are a choice, not a rounding."""
ROWS = """
    with stated as (
        select form_number, group_number, line, dimension, facet, target, actual, weight, score, cells, score::double / weight::double as share,
            case when dimension = '满意度' then concat('满意度', round(target_value, 6), '|', round(actual_value, 6))
                 else concat(facet, '|', replace(target, ' ', ''), '|', replace(actual, ' ', '')) end as fact
        from measured
        where applicable and weight > 0 and score is not null and target_value is not null and actual_value is not null
            and dimension <> '成本' and facet <> '成本' and (dimension <> '满意度' or (target_value between 0.3 and 1 and actual_value between 0 and 1))
    )
    select * from stated
    qualify max(share) over (partition by group_number, fact) - min(share) over (partition by group_number, fact) > 0.005
    order by group_number, fact, share, form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("group_number", "fact")):
        rows = list(group)
        low, high = rows[0], rows[-1]
        if len({row["form_number"] for row in rows}) < 2 or high["share"] - low["share"] <= _slack(low) + _slack(high):
            continue
        what = "满意度" if low["dimension"] == "满意度" else low["facet"]
        message = (
            f"{what}指标值“{low['target'][:30]}”、完成值“{low['actual'][:30]}”，{len(rows)} 项相同而得分不同："
            f"“{low['name']}”得 {_points(low)}，“{high['name']}”得 {_points(high)}。"
        )
        yield group_hit(
            rows,
            f"{what} {low['target'][:20]}、{low['actual'][:20]}",
            message,
            stated=f"{percent(low['share'], 1)}至{percent(high['share'], 1)}",
            difference=high["share"] - low["share"],
            places=[place for row in (low, high) for place in places(row, "target", "actual", "weight", "score")],
        )


def _slack(row: Mapping[str, Any]) -> float:
    """What the print of a score may hide, as a share of its weight."""
    return float(min(half_unit(row["score"]), LARGEST) / row["weight"])


def _points(row: Mapping[str, Any]) -> str:
    return f"{plain(row['score'])} / {plain(row['weight'])} 分"
