"""A result dated after the day that the target names, with full marks: 2023年6月底前 against 2023年12月20日."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain

ROWS = """
    select form_number, level3, target, actual, score, cells from measured
    where weight > 0 and score = weight and applicable and contains(target, '月') and contains(actual, '月')
    order by form_number, line
"""
DATE = re.compile(r"(?:(20\d\d)年)?(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])[日号])?")
SPAN = re.compile(r"至|到|—|～|~|-|每月|[、，,；;。]")


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        due, done = _date(row["target"], row["fiscal_year"], last=True), _date(row["actual"], row["fiscal_year"], last=False)
        if due is None or done is None or done <= due:
            continue
        message = (
            f"指标值“{row['target'][:30]}”，完成值“{row['actual'][:30]}”，晚于要求的时间，仍得满分 {plain(row['score'])} 分："
            "请核对日期，确属延期的应当扣分并写明原因。"
        )
        stake = {"amount_at_stake": row["budget_base"], "places": places(row, "target", "actual", "score")}
        yield hit(row, f"{(row['level3'] or '')[:20]}：时间", message, stated=row["actual"], recomputed=row["target"], **stake)


def _date(text: str, year: int | None, last: bool) -> date | None:
    """The one date of a short text; a month without a day is its last day as a target and its first as a result."""
    plain_text = "".join(unicodedata.normalize("NFKC", text).split())
    found = DATE.findall(plain_text)
    if len(found) != 1 or len(plain_text) > 24 or SPAN.search(plain_text) or not (found[0][0] or year):
        return None
    named, month, day = int(found[0][0] or year), int(found[0][1]), found[0][2]
    end = calendar.monthrange(named, month)[1]
    return date(named, month, min(int(day), end) if day else end if last else 1)
