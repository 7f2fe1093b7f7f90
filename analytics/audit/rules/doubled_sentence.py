"""A sentence written twice in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places

DOUBLED = re.compile(r"([^。；]{10,}[。；]?)\1")
LONGEST = 600
FIELDS = {"level3": "三级指标", "target": "年度指标值", "actual": "实际完成值", "deviation_reason": "偏差原因"}
TEXTS = """
    with said as (select form_number, line, unnest([level3, target, actual, deviation_reason]) as text from measured)
    select form_number, line, text from said where length(text) >= 20
"""
ROWS = """
    select form_number, level3, target, actual, deviation_reason, cells from measured
    where (form_number, line) in (select unnest($forms), unnest($lines))
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    yield from _stories(desk)
    doubled = {(row["form_number"], row["line"]) for row in desk.rows(TEXTS) if _doubled(row["text"])}
    keys = {"forms": [number for number, _ in doubled], "lines": [line for _, line in doubled]}
    for row in desk.lines(ROWS, keys) if doubled else ():
        for field, words in FIELDS.items():
            found = _doubled(row[field])
            if found:
                message = f"{words}中“{found.group(1)[:30]}”写了两遍，疑为粘贴残留。"
                yield hit(row, f"{(row['level3'] or '')[:20]}：{words}", message, stated=found.group(1)[:60], places=places(row, field))


def _stories(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        for field, words in (("goal", "年度总体目标"), ("achievement", "目标完成情况")):
            found = _doubled(row[field])
            if found:
                message = f"{words}中“{found.group(1)[:30]}”写了两遍，疑为粘贴残留。"
                yield hit(row, f"{words}：重复", message, stated=found.group(1)[:60], places=places(row, field))


def _doubled(text: str | None) -> re.Match[str] | None:
    if not _may_repeat("".join((text or "").split())[:LONGEST]):
        return None
    return DOUBLED.search(normalised(text)[:LONGEST])


def _may_repeat(text: str) -> bool:
    """Whether some five characters occur again ten or more later: far cheaper than the search that makes sure.

    Of ten characters and more every fifth begins such a piece, so that none is missed.
    """
    if len(text) - len(set(text)) < 5:  # no five characters occur twice at all
        return False
    return any(text.find(text[at : at + 5], at + 10) >= 0 for at in range(0, len(text) - 14, 5))
