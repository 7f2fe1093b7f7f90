"""A calculation as a formula of a worksheet: the names of its terms become addresses, so that whoever opens the sheet can follow and change it.

Only formulas that the audit itself can work out are written; everything else stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.audit import Calculation
from analytics.audit.calculation import value

_NUMBER = re.compile(r"([-−+]?)(\d[\d,]*(?:\.\d+)?)\s*([%％]|[^\d\s.,]{1,4})?")
_NAME = re.compile(r"\b[a-z]+\b")
MINUS = str.maketrans("−％", "-%")


@dataclass(frozen=True)
class Figure:
    """A number read out of the text of a finding; a percentage as a ratio with unit %."""

    value: float
    unit: str

    def comparable(self, other: Figure) -> bool:
        """Whether one may be taken from the other: same unit, or one without; a ratio only from a ratio, and nought from everything."""
        shares = {self.unit == "%", other.unit == "%"}
        return self.value == 0 or (len(shares) == 1 and (self.unit == other.unit or not self.unit or not other.unit))


def figure(text: str | None) -> Figure | None:
    """`5.26%` is 0.0526 with unit %, `9122160万元` its number with 万元; nothing for what is no single number."""
    match = _NUMBER.fullmatch((text or "").strip())
    if not match:
        return None
    number, unit = float(match[2].replace(",", "")), (match[3] or "").translate(MINUS)
    number = -number if match[1] in ("-", "−") and match[1] else number
    return Figure(round(number / 100, 12) if unit == "%" else number, unit)


def worked_out(calculation: Calculation) -> float | None:
    """The result, or nothing where it cannot be worked out (a division by zero)."""
    try:
        return value(calculation)
    except ArithmeticError:
        return None


def formula(calculation: Calculation, addresses: Mapping[str, str]) -> str:
    """`=ROUND(D5/D4*D6,2)`: the formula over the addresses of its terms; terms in a row, all of them, become a range."""
    names = [one.name for one in calculation.terms]
    text = calculation.formula
    if len(names) > 1:
        text = re.sub(rf"\b{', *'.join(names)}\b(?=\))", f"{addresses[names[0]]}:{addresses[names[-1]]}", text)
    return "=" + _NAME.sub(lambda match: addresses[match.group()], text)


def in_words(calculation: Calculation) -> str:
    """The formula over the names of its terms, in the signs of a school book."""
    return calculation.formula.replace("*", "×").replace("/", "÷")
