"""The filters as they stand in an address of the dashboard (`?year=2021&rate=低于80%`): what a permalink and a saved view hold.

What stands in an address was written by anybody: a value that is none of a known kind is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from analytics.metrics.filters import Filters

ALL = "全部"
# words -> at least, below (万元 of the budget; None is open)
AMOUNTS: Mapping[str, tuple[float | None, float | None]] = {
    ALL: (None, None),
    "10万以内": (None, 10),
    "10–100万": (10, 100),
    "100–1000万": (100, 1000),
    "1000万以上": (1000, None),
}
# words -> at least, below (ratios)
RATES: Mapping[str, tuple[float | None, float | None]] = {
    ALL: (None, None),
    "低于50%": (None, 0.5),
    "低于80%": (None, 0.8),
    "50–80%": (0.5, 0.8),
    "80–95%": (0.8, 0.95),
    "95%以上": (0.95, None),
}
SPAN = re.compile(r"^(\d{1,7}(?:\.\d{1,2})?)[-–~至](\d{1,7}(?:\.\d{1,2})?)(?:万|%)?$")
KEYS = ("year", "district", "department", "amount", "rate")
YEAR = re.compile(r"(?:19|20)\d\d")


def bounds(words: str | None, known: Mapping[str, tuple[float | None, float | None]], one: float) -> tuple[float | None, float | None] | None:
    """The bounds that the words name: a known band, or a span typed by hand (`30-60`), where `one` is what 1 stands for; None if neither."""
    if not words or words in known:
        return known.get(words or ALL)
    typed = SPAN.match(words.replace(" ", "").replace("%", "").replace("万", ""))
    if typed is None or float(typed[1]) >= float(typed[2]):
        return None
    return float(typed[1]) * one, float(typed[2]) * one


def filters_at(address: str) -> Filters:
    """The shared filters of an address (`/execution?year=2021`); what else stands in it is the page's own."""
    asked = parse_qs(address.partition("?")[2])
    money = bounds(asked.get("amount", [None])[0], AMOUNTS, 1) or (None, None)
    share = bounds(asked.get("rate", [None])[0], RATES, 0.01) or (None, None)
    return Filters(
        years=tuple(int(text) for text in asked.get("year", []) if YEAR.fullmatch(text)),
        districts=tuple(asked.get("district", [])),
        departments=tuple(asked.get("department", [])),
        budget_min=money[0],
        budget_max=money[1],
        rate_min=share[0],
        rate_max=share[1],
    )
