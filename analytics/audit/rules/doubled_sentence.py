"""A sentence written twice in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places

DOUBLED = re.compile(r"([^。；]{10,}[。；]?)\1")
FIELDS = {"level3": "三级指标", "target": "年度指标值", "actual": "实际完成值", "deviation_reason": "偏差原因"}
ROWS = "select * from measured where greatest(length(level3), length(target), length(actual), length(deviation_reason)) >= 20 order by form_id, line"


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows(ROWS):
        for field, words in FIELDS.items():
            text = normalised(row[field])
            found = DOUBLED.search(text[:600]) if _may_repeat(text) else None
            if found:
                message = f"{words}中“{found.group(1)[:30]}”写了两遍，疑为粘贴残留。"
                yield hit(row, f"{(row['level3'] or '')[:20]}：{words}", message, stated=found.group(1)[:60], places=places(row, field))


def _may_repeat(text: str) -> bool:
    """Whether any eight characters occur twice: far cheaper than the search that makes sure."""
    pieces = [text[at : at + 8] for at in range(0, min(len(text), 600) - 7)]
    return len(text) >= 20 and len(set(pieces)) < len(pieces)
