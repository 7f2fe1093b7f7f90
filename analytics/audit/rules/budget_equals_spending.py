"""Budget equal to spending to the last digit in nearly all projects of a department: a budget written backwards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, places

FEWEST, SHARE = 8, 0.8
"""Projects that a department must have, and the share of them that must be equal, before it is a sign."""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.forms, key=itemgetter("group_number")):
        rows = [row for row in group if row["budget_base"] and row["executed"] is not None]
        equal = [row for row in rows if row["budget_base"] == row["executed"]]
        if len(rows) >= FEWEST and len(equal) >= SHARE * len(rows):
            message = f"{len(rows)} 个项目中 {len(equal)} 个的预算数与执行数一位不差，疑为按支出数倒填预算；这些项目的执行率不宜用于比较。"
            at = [place for row in equal for place in places(row, "revised_budget", "executed")]
            yield group_hit(
                equal, "预算数＝执行数", message, stated=f"{len(equal)}/{len(rows)}", amount_at_stake=sum(row["executed"] for row in equal), places=at
            )
