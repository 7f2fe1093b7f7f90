"""One department under several printed names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, group_hit, places

_normalised = lru_cache(maxsize=4096)(normalised)  # the forms of a department print few names


def find(desk: Desk) -> Iterator[Hit]:
    named: dict[int, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for row in desk.forms:
        if row["department"]:
            for field in ("supervising_unit", "implementing_unit"):
                if row[field]:
                    named[row["group_number"]][_normalised(row[field])].append((row, field))
    for names in named.values():
        if len(names) > 2:
            rows = [row for found in names.values() for row, _ in found]
            message = f"同一预算部门的主管部门、实施单位写了 {len(names)} 种名称：{'、'.join(names)}；已归为“{rows[0]['department']}”。"
            at = [place for found in names.values() for row, field in found[:1] for place in places(row, field)]
            yield group_hit(rows, "单位名称", message, stated=str(len(names)), places=at)
