"""Full marks for an indicator that was 基本达到 or 部分完成."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

ROWS = """
    select form_number, level2, level3, actual, score, cells from measured
    where weight > 0 and score >= weight and applicable and length(actual) <= 40 and regexp_matches(actual, '^(已)?(基本|部分|大部分)(达|完成|实现)')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        message = f"“{(row['level3'] or row['level2'] or '')[:25]}”完成情况写“{row['actual'].strip()}”，却得满分 {row['score'].normalize():f} 分。"
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：得分",
            message,
            stated=row["score"],
            amount_at_stake=row["budget_base"],
            places=places(row, "actual", "weight", "score"),
        )
