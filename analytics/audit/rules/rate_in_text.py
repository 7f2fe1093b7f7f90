"""An execution rate that the story of a form tells, against the amounts of the same form: 执行率为98% beside 95 of 100."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, percent, places

TOLD = re.compile(
    r"(?<![^，。；、,;年度全部项目资金总体的])(?:全年|年度|项目|资金|总体)*(?:预算)?(?:资金)?执行率(?:为|是|达|达到|:)?(\d+(?:\.\d+)?)%(?!以上|及以上|左右)"
)


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        rate = row["execution_rate"]
        if rate is None or "执行率" not in (row["achievement"] or ""):
            continue
        told = TOLD.findall("".join(unicodedata.normalize("NFKC", row["achievement"]).split()))
        if len(told) != 1:  # several rates are those of parts
            continue
        stated, decimals = float(told[0]) / 100, len(told[0].partition(".")[2])
        if abs(stated - float(rate)) <= 0.5 * 10 ** (-decimals - 2) * 1.000001:
            continue
        message = f"目标完成情况写执行率 {told[0]}%，按资金栏的金额重算为 {percent(rate)}。"
        yield hit(
            row,
            "完成情况：执行率",
            message,
            stated=f"{told[0]}%",
            recomputed=percent(rate),
            difference=stated - float(rate),
            amount_at_stake=row["budget_base"],
            places=places(row, "achievement", "revised_budget", "executed"),
        )
