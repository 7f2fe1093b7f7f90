"""未完成 or 未达到 with most of the marks."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, percent, places, plain

ROWS = """
    select form_number, level3, actual, weight, score, cells, score::double / weight::double as share from measured
    where weight > 0 and score::double / weight::double > 0.6 and applicable
        and regexp_matches(actual, '未完成|未能完成|没有完成|未达|未能达|没有达|未实现|尚未')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        message = f"完成情况写“{row['actual'].strip()[:40]}”，却得 {plain(row['score'])} 分，为分值的 {percent(row['share'], 0)}；未达成的一般不超过 60%。"
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：得分",
            message,
            stated=row["score"],
            recomputed=f"不超过{plain(row['weight'] * 6 / 10)}",
            amount_at_stake=row["budget_base"],
            places=places(row, "actual", "weight", "score"),
            calculation=calculated("a * 0.6", "最多得分", "自评得分", [term("分值", row["weight"], "分", places(row, "weight"))], "分"),
        )
