"""Weights of a form add up to 100, and to the total of weights that it states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        if row["execution_weight"] is None or not row["indicators"]:
            continue
        total = row["execution_weight"] + row["indicator_weight"]
        stated = row["total_weight"]
        if total != 100 and (stated is None or stated != total or total > 100):
            message = f"执行率分值 {plain(row['execution_weight'])} 与各项指标分值相加为 {plain(total)} 分，不是 100 分。"
            yield hit(row, "分值合计", message, stated=stated if stated is not None else Decimal(100), recomputed=total, difference=total - 100, cause="weights",
                      amount_at_stake=row["budget_base"], places=places(row, "total_weight", "weight"))  # fmt: skip
        elif stated is not None and stated != total:
            message = f"分值合计列为 {plain(stated)}，各项分值相加为 {plain(total)}。"
            yield hit(row, "分值合计", message, stated=stated, recomputed=total, difference=stated - total, places=places(row, "total_weight", "weight"))
