"""The same satisfaction, target and result, in form after form of a department: 90 % against 90 % in eight forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, percent, places

FEWEST = 5
ROWS = """
    select form_number, group_number, target_value, actual_value, cells from measured
    where dimension = '满意度' and applicable and target_value between 0.3 and 1 and actual_value between 0 and 1
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("group_number")):
        rows = list(group)
        alike: dict[tuple[float, float], list] = defaultdict(list)
        for row in rows:
            alike[(row["target_value"], row["actual_value"])].append(row)
        for (target, actual), same in alike.items():
            forms = {row["form_number"] for row in same}
            if len(forms) >= FEWEST and len(forms) >= 0.6 * len({row["form_number"] for row in rows}):
                words = "一分不差地等于指标值" if target == actual else "完全相同"
                shown = f"指标值都是 {percent(target, 0)}、完成值都是 {percent(actual, 0)}，{words}"
                message = f"{len(forms)} 张自评表的满意度{shown}，不像分别调查所得；请提供调查问卷。"
                yield group_hit(
                    same,
                    f"满意度 {percent(target, 0)}",
                    message,
                    stated=percent(actual, 0),
                    recomputed=None,
                    places=[place for row in same for place in places(row, "target", "actual")],
                )
