"""Figures inside texts and the roundings that printed digits allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

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
    return re.sub(r"[\W_\d]+", "", unicodedata.normalize("NFKC", text or ""))


def normalised(text: str | None) -> str:
    """NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def numbers(text: str | None) -> list[Decimal]:
    """Every number in a text."""
    return [Decimal(found) for found in _DIGITS.findall(unicodedata.normalize("NFKC", text or "").replace(",", ""))]
