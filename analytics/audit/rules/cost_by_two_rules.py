"""One department scoring its cost indicators by two rules: full marks for staying within the budget here, a share of it there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, places

ROWS = """
    select form_number, target_value, actual_value, weight, score, cells from measured
    where facet = '成本' and weight > 0 and score is not null and target_value > 0 and actual_value >= 0 and actual_value < target_value * 0.999
        and contains(target, '万') and regexp_matches(actual, '万|元')
    order by form_number, line
"""
CLOSE = Decimal("0.006")


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=lambda row: (row["district"], row["department"])):
        rows = list(group)
        shared = [row for row in rows if row["score"] < row["weight"] and abs(row["score"] / row["weight"] - _share(row)) <= CLOSE]
        full = [row for row in rows if row["score"] == row["weight"] and row["weight"] * (1 - _share(row)) > Decimal("0.005")]
        if shared and full:
            message = (
                f"成本指标有两种计分办法：{len(full)} 个项目未超预算即得满分（如“{full[0]['name']}”），"
                f"{len(shared)} 个项目按支出占预算的比例计分（如“{shared[0]['name']}”），节约反而扣分。"
            )
            at = [place for row in (*full, *shared) for place in places(row, "target", "actual", "score")]
            years = {row["fiscal_year"] for row in (*full, *shared)}
            first = {**full[0], "fiscal_year": full[0]["fiscal_year"] if len(years) == 1 else None}
            yield group_hit([first, *full[1:], *shared], "成本指标得分", message, places=at)


def _share(row) -> Decimal:
    return Decimal(str(row["actual_value"])) / Decimal(str(row["target_value"]))
