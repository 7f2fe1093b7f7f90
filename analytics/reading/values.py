"""Numbers, rates and targets as people write them in forms.

What is blank or a dash is None; what is meant as a number and cannot be read raises `NotANumber`, never zero.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

WAN = Decimal(10_000)
UNITS = {"亿元": Decimal(10_000), "万元": Decimal(1), "千元": Decimal("0.1"), "元": Decimal("0.0001")}
"""How many 万元 one of the unit is."""

_SAYS_NOTHING = "-—–－―‐/／\\无*＊─━" + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Dashes and all white space."""
_NOT_APPLICABLE = re.compile(r"不涉及|不适用|无此项|不存在此")
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+"
_DIGITS_ALONE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_NUMBERS = re.compile(_NUMBER)
_SQUARE = re.compile(r"(?<![a-z])[ckm]?m[23](?!\d)", re.IGNORECASE)
"""㎡ in NFKC: its digit is no second number."""
_BROKEN = re.compile(r"\d\s+\d")
_PLAIN = re.compile(rf"^\(?[¥￥]?({_NUMBER})\)?(?:元|万元|亿元|千元|万|亿|分|%|％)?[.。…·]*$")
_AMOUNT = re.compile(rf"({_NUMBER})\s*(亿元|万元|千元|元|亿|万)(?!\s*[/／每]|件|人次|人|次|条|部|个|户|份|套|台|平方|亩|公里|米|吨|字)")
_RATE = re.compile(rf"^({_NUMBER})\s*(%?)[.。…·]*$")
_UNIT_LAST = re.compile(r"(亿元|万元|千元|元|亿|万)[.。…]*$")
_UNIT_AT_END = re.compile(r"[(\[【]?(?:金额)?(?:单位)?:?(?:人民币)?(?<![\d.亿万千])(亿元|万元|千元|元)[)\]】]?$")
_UNIT_IN_BRACKETS = re.compile(r"[(\[](?:[^()]*?)(?<![\d.亿万千])(亿元|万元|千元|元)[)\]]")
_SIGNS = {
    "≥": "≥",
    "≧": "≥",
    ">=": "≥",
    "=>": "≥",
    ">": "≥",
    "不低于": "≥",
    "不少于": "≥",
    "不小于": "≥",
    "大于等于": "≥",
    "大于": "≥",
    "超过": "≥",
    "达到": "≥",
    "≤": "≤",
    "≦": "≤",
    "<=": "≤",
    "=<": "≤",
    "<": "≤",
    "不超过": "≤",
    "不高于": "≤",
    "不大于": "≤",
    "不多于": "≤",
    "小于等于": "≤",
    "小于": "≤",
    "低于": "≤",
    "控制在": "≤",
    "=": "=",
    "═": "=",
    "＝": "=",
    "等于": "=",
    "定量": "=",
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_DATE = re.compile(r"(?:19|20)\d\d(?:年|[-/.]\d)|\d{1,2}月(?:份|底|末|初|\d)|\d{1,2}月前")
_AFTER = {"以上": "≥", "及以上": "≥", "以内": "≤", "以下": "≤", "之内": "≤"}
_MAY_BE_AFTER = re.compile(r"[以之]")


_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class NotANumber(ValueError):
    """A text that stands where a number belongs and is none."""


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """NFKC without white space and what has no width: the form in which words are compared."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain if plain.isprintable() else plain.translate(_NO_WIDTH)


def normalised_within(text: str, longest: int) -> str | None:
    """Like `normalise`; None for a text longer than that, which most often shows without the cost of NFKC."""
    bare = "".join(text.split())
    if len(bare) > longest and bare.isprintable():
        return None
    plain = normalise(text)
    return plain if len(plain) <= longest else None


def one_line(text: str | None) -> str | None:
    """A label without the line breaks and blanks that its narrow cell forced on it."""
    return None if text is None else "".join(text.split())


def is_blank(text: str | None) -> bool:
    """Blank or only dashes: the cell says nothing or that nothing belongs there."""
    return text is None or not text.strip(_SAYS_NOTHING)


def says_not_applicable(text: str | None) -> bool:
    return text is not None and bool(_NOT_APPLICABLE.search(text))


@lru_cache(maxsize=65536)
def number(text: str | None) -> Decimal | None:
    """The number a cell holds, a unit or percent sign after it ignored; None when blank. Raises NotANumber."""
    if text is not None and _DIGITS_ALONE.fullmatch(text):  # most numbers: nothing to normalise or to take off
        return Decimal(text)
    if is_blank(text) or says_not_applicable(text):
        return None
    match = None if _BROKEN.search(text) else _PLAIN.match(plain := normalise(text))
    if not match:
        raise NotANumber(text)
    value = _decimal(match.group(1))
    return -abs(value) if plain.startswith("(") and plain.rstrip("元万亿千分%").endswith(")") else value


@lru_cache(maxsize=65536)
def is_number(text: str | None) -> bool:
    try:
        return number(text) is not None
    except NotANumber:
        return False


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation as error:
        raise NotANumber(digits) from error


@lru_cache(maxsize=4096)
def own_unit(text: str | None) -> str | None:
    """The unit written after an amount in its own cell (620.82万元), None where there is none."""
    match = None if text is None or text[-1:].isdecimal() else _UNIT_LAST.search(normalise(text))
    return None if not match else match.group(1) if match.group(1).endswith("元") else match.group(1) + "元"


@lru_cache(maxsize=4096)
def rate_printed(text: str | None) -> tuple[Decimal, bool] | None:
    """The figure of a rate cell and whether a percent sign follows it; None when blank. Raises NotANumber."""
    if is_blank(text) or says_not_applicable(text):
        return None
    match = _RATE.match(normalise(text))
    if not match:
        raise NotANumber(text)
    return _decimal(match.group(1)), bool(match.group(2))


def settle_rate(text: str | None, expected: Decimal | None, by_score: Decimal | None) -> tuple[Decimal | None, bool]:
    """A stated execution rate as a ratio, and whether its scale is sure.

    With a percent sign there is no doubt. Without one `100`, `1` and `0.9966` are read as the ratio that fits
    executed / budget (`expected`), else the one that fits score / weight. Raises NotANumber.
    """
    printed = rate_printed(text)
    if printed is None:
        return None, True
    value, percent = printed
    if percent:
        return value / 100, True
    if value == 0:
        return value, True
    for known in (expected, by_score):
        fitting = [candidate for candidate in (value, value / 100) if known is not None and abs(candidate - known) <= Decimal("0.006")]
        if len(fitting) == 1:
            return fitting[0], True
    return None, False


@dataclass(frozen=True)
class AmountInText:
    """An amount found inside a sentence: 万元, with half a unit of its last printed digit (at most 0.5 %) as its `slack`."""

    amount: Decimal
    slack: Decimal
    text: str


def amounts_in(text: str) -> tuple[AmountInText, ...]:
    """Every amount with a unit of money in a text; prices a head or a piece (8000元/人) are not amounts."""
    return _amounts_in(text) if "元" in text or "万" in text or "亿" in text else ()


@lru_cache(maxsize=16384)
def _amounts_in(text: str) -> tuple[AmountInText, ...]:
    found = []
    for match in _AMOUNT.finditer(unicodedata.normalize("NFKC", text)):
        unit = match.group(2) if match.group(2).endswith("元") else match.group(2) + "元"
        digits = match.group(1).replace(",", "")
        decimals = len(digits.partition(".")[2])
        if unit == "元" and decimals > 2:  # no sum of money has tenths of a fen: the unit is a slip
            continue
        amount = Decimal(digits) * UNITS[unit]
        found.append(AmountInText(amount, min(Decimal(5).scaleb(-decimals - 1) * UNITS[unit], amount / 200), match.group(0)))
    return tuple(found)


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """The unit of money a heading names: （万元）, 单位：元, (单位:亿元)."""
    plain = normalise(text)
    match = _UNIT_AT_END.search(plain) or _UNIT_IN_BRACKETS.search(plain)
    return match.group(1) if match else None


@lru_cache(maxsize=65536)
def target_of(text: str | None) -> tuple[Decimal | None, str | None]:
    """Value and direction (≥ ≤ =) of a target or result where exactly one number can be read out of it."""
    plain = normalised_within(text, 40) if text else None
    if plain and ("m" in plain or "M" in plain):
        plain = _SQUARE.sub("米", plain)
    numbers = _NUMBERS.findall(plain) if plain else []
    if len(numbers) != 1 or (("月" in plain or "19" in plain or "20" in plain) and _DATE.search(plain)):
        return None, None
    value = _decimal(numbers[0].lstrip("+"))
    following = plain.split(numbers[0], 1)[1].lstrip("余多几")
    if following.startswith("%"):
        value = value / 100
    elif following.startswith("‰"):
        value = value / 1000
    elif following.startswith("万"):
        value = value * WAN
    elif following.startswith("亿"):
        value = value * WAN * WAN
    if sign := _SIGN.search(plain):
        return value, _SIGNS[sign.group()]
    return value, next((way for word, way in _AFTER.items() if word in following), None) if _MAY_BE_AFTER.search(following) else None


def join_target(sign: str | None, value: str | None, unit: str | None) -> str | None:
    """Sign, value and unit that stand in three columns as one text: `≥735人次`."""
    if value is None:
        return None
    mark = _SIGNS.get(normalise(sign), "") if sign else ""
    tail = "" if is_blank(unit) else one_line(unit) if "㎡" in unit or "㎥" in unit else normalise(unit)
    return f"{mark}{value}{'' if tail and value.endswith(tail) else tail}"
