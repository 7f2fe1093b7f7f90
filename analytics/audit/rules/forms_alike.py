"""Forms of one department that are alike once names and amounts are masked. Linear in forms: a few signatures each, never all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, percent, places
from analytics.audit.likeness import ALIKE, compared_text, near_pairs

WORDS = """
    select form_number, string_agg(concat(level3, target, deviation_reason), '' order by line) as level3, null as target, null as deviation_reason
    from measured
    group by form_number
"""


def find(desk: Desk) -> Iterator[Hit]:
    words = {row["form_number"]: row for row in desk.rows(WORDS)}
    for _, group in groupby(desk.forms, key=itemgetter("group_number")):
        rows = list(group)
        texts = [compared_text(row, [words[row["form_number"]]] if row["form_number"] in words else []) for row in rows] if len(rows) > 1 else []
        found = list(near_pairs(texts, ALIKE))
        for members in _joined(found):
            best = max((one for one in found if one[0] in members), key=lambda one: one[2])
            yield _hit([rows[at] for at in sorted(members)], rows[best[0]], rows[best[1]], best[2])


def _hit(rows: Sequence[Mapping[str, Any]], first: Mapping[str, Any], second: Mapping[str, Any], like: float) -> Hit:
    message = f"{len(rows)} 张自评表去掉名称和数字后几乎相同，最像的两张是“{first['name']}”与“{second['name']}”（相似度 {percent(like, 0)}）。"
    return group_hit(
        rows,
        "雷同：" + "、".join(row["name"] or "" for row in rows),
        message,
        stated=percent(like, 0),
        amount_at_stake=sum(row["budget_base"] or 0 for row in rows),
        places=[place for row in rows for place in places(row, "name")],
    )


def _joined(found: Iterable[tuple[int, int, float]]) -> list[set[int]]:
    """Forms alike, directly or by way of others, as one group."""
    groups: list[set[int]] = []
    for first, second, _ in found:
        touched = [group for group in groups if first in group or second in group]
        groups = [group for group in groups if group not in touched] + [{first, second}.union(*touched)]
    return groups
