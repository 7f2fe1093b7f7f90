"""Figures as people read them in Chinese: 万元 and 亿元, rates with one decimal, signs in words. Blanks are a dash, never zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

NOTHING = "—"
MINUS = "−"
WAN_IN_YI = 10_000


def _decimal(value: Any) -> Decimal | None:
    """The value as an exact decimal of its shortest printed form; None for blanks, NaN and infinities."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fixed(number: Decimal, places: int) -> str:
    """Thousands separated, halves rounded up as on paper (a float's own format would round 0.125 down)."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(rounded):,.{places}f}" if rounded >= 0 else f"{MINUS}{abs(rounded):,.{places}f}"


def money(value: Any) -> str:
    """An amount given in 万元: `1,234.50 万元`, from one 亿 on `12.35 亿元`."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    if abs(number) >= WAN_IN_YI:
        return f"{_fixed(number / WAN_IN_YI, 2)} 亿元"
    if 0 < abs(number) < Decimal("0.005"):
        return "不足 0.01 万元" if number > 0 else f"{MINUS}不足 0.01 万元"
    return f"{_fixed(number, 2)} 万元"


def amount(value: Any) -> str:
    """An amount in 万元 without its unit, for a column whose heading carries it: `1,234.50`."""
    number = _decimal(value)
    return NOTHING if number is None else _fixed(number, 2)


def rate(value: Any) -> str:
    """A ratio as a percentage with one decimal: 0.3416 is `34.2%`."""
    number = _decimal(value)
    return NOTHING if number is None else f"{_fixed(number * 100, 1)}%"


def portion(value: Any) -> str:
    """A share in a sentence: as `rate`, but never all or nothing where rounding alone makes it so: `接近100%`, `不足0.1%`."""
    number, said = _decimal(value), rate(value)
    if number is not None and said == "100.0%" and number != 1:
        return "接近100%" if number < 1 else "略高于100%"
    return "不足0.1%" if number is not None and said == "0.0%" and number > 0 else said


def rate_fine(value: Any) -> str:
    """A ratio as a percentage with two decimals, where tenths hide a difference: 0.90975 is `90.97%`."""
    number = _decimal(value)
    return NOTHING if number is None else f"{_fixed(number * 100, 2)}%"


def percent(value: Any) -> str:
    """A round ratio without needless decimals, for thresholds: 0.8 is `80%`, 0.805 is `80.5%`."""
    number = _decimal(value)
    return NOTHING if number is None else f"{_plain(number * 100)}%"


def plain(value: Any) -> str:
    """A number a person typed, with separators and no needless decimals: `1,500`, `0.5`."""
    number = _decimal(value)
    return NOTHING if number is None else _plain(number)


def _plain(number: Decimal) -> str:
    text = _fixed(number, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: Any) -> str:
    """Points with up to two decimals and no needless zeros: `88.6`, `93.81`, `90`."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return _fixed(number, 2).rstrip("0").rstrip(".")


def duration(seconds: float) -> str:
    """`40秒`, from a minute and a half on `2分钟`."""
    return f"{max(round(seconds), 1)}秒" if seconds < 90 else f"{round(seconds / 60)}分钟"


def count(value: Any) -> str:
    """A whole number with separators: `1,043`."""
    number = _decimal(value)
    return NOTHING if number is None else _fixed(number, 0)


def year(value: Any) -> str:
    """A year without separators: `2021`."""
    number = _decimal(value)
    return NOTHING if number is None else str(int(number))


def text(value: Any) -> str:
    """Words as they are; blanks as a dash."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    return str(value)


def yes_no(value: Any) -> str:
    """是 or 否; blanks as a dash."""
    return {True: "是", False: "否"}.get(value, NOTHING) if value is not None else NOTHING


def points(value: Any) -> str:
    """A difference of two ratios in 百分点: `25.0 个百分点`."""
    number = _decimal(value)
    return NOTHING if number is None else f"{_fixed(number * 100, 1)} 个百分点"


def change(value: Any) -> str:
    """A difference of amounts in 万元 in words: `减少 12.30 万元`, `增加 5.00 万元`, `持平`."""
    return _worded(value, "增加", "减少", "持平", money)


def growth(value: Any) -> str:
    """A ratio of change in words: -0.67 is `下降 67.0%`."""
    return _worded(value, "增长", "下降", "持平", rate)


def left_over(value: Any) -> str:
    """Budget less spending in words: `未执行 12.30 万元`, `超出预算 3.00 万元`, `全部执行`."""
    return _worded(value, "未执行", "超出预算", "全部执行", money)


def _worded(value: Any, more: str, less: str, same: str, shown: Callable[[Any], str]) -> str:
    number = _decimal(value)
    if number is None:
        return NOTHING
    if number == 0:
        return same
    return f"{more if number > 0 else less} {shown(abs(number))}"


def listed(names: Sequence[str], limit: int = 3, measure: str = "个") -> str:
    """Names joined as in a sentence: `甲、乙`; beyond the limit `甲、乙、丙等5个`."""
    head = "、".join(names[:limit])
    return head if len(names) <= limit else f"{head}等{len(names)}{measure}"


FORMATS: dict[str, Callable[[Any], str]] = {
    "money": money,
    "rate": rate,
    "points": points,
    "score": score,
    "count": count,
    "year": year,
    "text": text,
    "yes_no": yes_no,
    "change": change,
    "growth": growth,
}


def shown(value: Any, format: str) -> str:
    """The value in the format that its card names; raises KeyError for a format that does not exist."""
    return FORMATS[format](value)
