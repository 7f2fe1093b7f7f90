"""Target and result of one indicator in two units of money: 指标值 126万元, 完成值 430420.2元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain
from analytics.reading.values import amounts_in

ROWS = "select * from measured where contains(target, '元') and contains(actual, '元') order by form_id, line"


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows(ROWS):
        target, actual = amounts_in(row["target"]), amounts_in(row["actual"])
        if len(target) != 1 or len(actual) != 1 or _unit(target[0].text) == _unit(actual[0].text):
            continue
        message = f"同一指标的指标值写作 {target[0].text}，完成值写作 {actual[0].text}（折合 {plain(actual[0].amount)} 万元），单位不一，容易误读。"
        yield hit(
            row,
            f"{(row['level3'] or '')[:20]}：单位",
            message,
            stated=actual[0].text,
            recomputed=f"{plain(actual[0].amount)}万元",
            amount_at_stake=row["budget_base"],
            places=places(row, "target", "actual"),
        )


def _unit(text: str) -> str:
    return re.sub(r"[^亿万千]", "", text)
