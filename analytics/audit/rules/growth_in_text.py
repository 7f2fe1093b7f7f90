"""A growth that a sentence states between two figures of its own: 今年325万平方米，较上年300万平方米增长10%."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, percent, places

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = r"[\u4e00-\u9fff]{1,6}?"
GROWTH = re.compile(
    rf"(?P<now>{NUMBER})(?P<unit>{UNIT})[，,(]?(?:较|比|同比)(?:上年|去年|上一年|20\d\d年)(?:同期)?(?:的|为)?(?P<before>{NUMBER})(?P=unit)[，,]?"
    rf"(?:同比)?(?P<way>增长|增加|提高|上升|下降|减少|降低)了?(?P<rate>\d+(?:\.\d+)?)%(?!以上|左右|个)"
)
LIKELY = re.compile(r"[较比].*[%％]", re.DOTALL)
FALLS = {"下降", "减少", "降低"}
WORDS = {"goal": "年度总体目标", "achievement": "目标完成情况", "actual": "实际完成值", "deviation_reason": "偏差原因"}
ROWS = """
    select form_number, actual, deviation_reason, cells from measured
    where contains(concat_ws(' ', actual, deviation_reason), '%') and regexp_matches(concat_ws(' ', actual, deviation_reason), '上年|去年|比20|较20')
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        yield from _said(row, ("goal", "achievement"))
    for row in desk.lines(ROWS):
        yield from _said(row, ("actual", "deviation_reason"))


def _said(row: Mapping[str, Any], fields: tuple[str, ...]) -> Iterator[Hit]:
    for field in fields:
        said = row[field] or ""
        if not LIKELY.search(said):  # most texts compare nothing: a cheap look spares them the rest
            continue
        for match in GROWTH.finditer("".join(unicodedata.normalize("NFKC", said).split())):
            yield from _judge(row, field, match)


def _judge(row: Mapping[str, Any], field: str, match: re.Match[str]) -> Iterator[Hit]:
    now, before = (Decimal(match.group(name).replace(",", "")) for name in ("now", "before"))
    if not before:
        return
    stated = Decimal(match.group("rate")) / 100 * (-1 if match.group("way") in FALLS else 1)
    rate = (now - before) / before
    slack = _half(match.group("rate")) / 100 + (_half(match.group("now")) + _half(match.group("before")) * abs(1 + rate)) / before
    if abs(stated - rate) <= slack:
        return
    words = WORDS[field]
    message = f"{words}写“{match.group()}”，按两数重算为{'增长' if rate >= 0 else '下降'} {percent(abs(rate))}。"
    at = places(row, field)
    terms = [term("本年", now, match.group("unit"), at), term("上年", before, match.group("unit"), at)]
    yield hit(
        row,
        f"{words}：{match.group()[:30]}",
        message,
        stated=f"{match.group('way')}{match.group('rate')}%",
        recomputed=percent(rate),
        difference=stated - rate,
        amount_at_stake=row["budget_base"],
        places=at,
        calculation=calculated("ROUND((a - b) / b, 4)", "增减率", "文中所写", terms, "%"),
    )


def _half(digits: str) -> Decimal:
    return Decimal(5).scaleb(-len(digits.partition(".")[2]) - 1)
