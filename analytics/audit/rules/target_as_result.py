"""A result that reads like a target: ≥95% under 实际完成值. Target and result were exchanged, or the target was copied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = r"""
    select form_number, actual, target_value, direction, cells from measured
    where applicable and weight > 0
        and regexp_matches(trim(actual), '^(≥|≤|≧|≦|>|<|＞|＜|不低于|不少于|不高于|不超过|大于|小于)\s*[0-9０-９]')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("form_number")):
        rows = list(group)
        first = rows[0]
        exchanged = "，指标值反而是确数，疑为两栏填反" if first["direction"] is None and first["target_value"] is not None else ""
        message = f"{len(rows)} 项指标的完成值写成要求（“{first['actual'].strip()[:20]}”）而不是实际数{exchanged}，看不出是否达到。"
        at = [place for row in rows for place in places(row, "target", "actual")]
        yield hit(first, "实际完成值", message, stated=first["actual"].strip()[:40], amount_at_stake=first["budget_base"], places=at)
