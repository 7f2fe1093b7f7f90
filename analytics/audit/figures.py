"""Figures inside texts and the roundings that printed digits allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(?:余|多|几)?(万|亿)?(?:余|多)?(%|[^\d\W]{0,4})")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NO_WORDS = re.compile(r"[\W_\d]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def decimals(value: Decimal | str | None) -> int:
    """Digits after the point, as printed; a stored decimal without its trailing zeros."""
    if value is None:
        return 0
    if isinstance(value, str):
        found = re.search(r"\d\.(\d+)", value.replace(",", ""))
        return len(found.group(1)) if found else 0
    return max(0, -value.normalize().as_tuple().exponent)


def half_unit(value: Decimal | str | None) -> Decimal:
    """Half a unit of the last printed digit."""
    return Decimal(5).scaleb(-decimals(value) - 1)


def slack_of_sum(parts: Iterable[Decimal | str | None]) -> Decimal:
    """What rounding may add up to in a sum: half a unit for each part that carries decimals."""
    return sum((half_unit(part) for part in parts if decimals(part) >= 2), Decimal(0))


def masked(text: str | None) -> str:
    """The text without blanks, punctuation and figures: what is left when two forms differ in amounts only."""
    words = _NO_WORDS.sub("", text or "")  # what is left seldom needs the slow normalisation
    return words if unicodedata.is_normalized("NFKC", words) else _NO_WORDS.sub("", unicodedata.normalize("NFKC", words))


def normalised(text: str | None) -> str:
    """NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def numbers(text: str | None) -> list[Decimal]:
    """Every number in a text."""
    return [Decimal(found) for found in _DIGITS.findall(unicodedata.normalize("NFKC", text or "").replace(",", ""))]


def comparable(row: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Target and result of an indicator as numbers, where both count the same thing; None otherwise.

    A percentage goes with a percentage, and words after a number with the same words: 5个科室 and 100% do not compare.
    """
    if row["target_value"] is None or row["actual_value"] is None:
        return None
    target, actual = _counted(row["target"]), _counted(row["actual"])
    if target is None or actual is None:
        return None
    unit, other = target[2], actual[2]
    if "%" in (unit, other) and unit != other:
        return None
    alike = not unit or not other or unit[0] == other[0] or unit in other or other in unit
    scaled = bool(unit and other)  # ≥1万亩 beside a bare 1: the unit is that of the column
    return (_value(*target, scaled), _value(*actual, scaled)) if alike else None


def _counted(text: str | None) -> tuple[str, str, str] | None:
    """The one number of a text, its 万 and the words after it; None where there are several numbers, or none."""
    found = _COUNTED.findall(unicodedata.normalize("NFKC", text or "").replace(" ", "").replace(",", ""))
    return found[0] if len(found) == 1 else None


def _value(digits: str, scale: str, unit: str, scaled: bool) -> Decimal:
    value = Decimal(digits) * (_SCALES.get(scale, Decimal(1)) if scaled else 1)
    return value / 100 if unit == "%" else value
