"""Results equal to their targets in every counted indicator of a department."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, places

FEWEST, SHARE = 20, 0.95
ROWS = """
    select form_number, group_number, target_value, actual_value, cells from measured
    where applicable and target_value is not null and actual_value is not null and facet <> '成本'
    window department as (partition by group_number)
    qualify count(*) over department >= 20 and count(*) filter (where target_value = actual_value) over department >= 0.95 * count(*) over department
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("group_number")):
        rows = list(group)
        equal = [row for row in rows if row["target_value"] == row["actual_value"]]
        if len(rows) >= FEWEST and len(equal) >= SHARE * len(rows):
            message = f"{len(rows)} 项定量指标中 {len(equal)} 项的完成值与指标值一模一样，不像实际统计所得。"
            yield group_hit(
                equal,
                "完成值＝指标值",
                message,
                stated=f"{len(equal)}/{len(rows)}",
                places=[place for row in equal for place in places(row, "target", "actual")],
            )
