"""What a reader asks to see: one frozen object for every page, the command line and the exports."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from analytics.wording import percent, plain

EVERYTHING = "全部项目"
MAX_CHOICES = 200
MAX_TEXT = 100
YEARS = (1949, 2100)
BOUNDS = {"budget_min": (0.0, 1e10), "budget_max": (0.0, 1e10), "rate_min": (0.0, 100.0), "rate_max": (0.0, 100.0)}


@dataclass(frozen=True)
class Filters:
    """Which projects are meant. Money is budget_base in 万元, both ends included; rates are ratios, `rate_max` strictly below.

    Choices are kept sorted and without repeats, so that equal questions are equal objects.
    """

    years: tuple[int, ...] = ()
    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    budget_min: float | None = None
    budget_max: float | None = None
    rate_min: float | None = None
    rate_max: float | None = None
    search: str = ""

    def __post_init__(self) -> None:
        for name in ("years", "districts", "departments"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "search", (self.search or "").strip())

    @property
    def empty(self) -> bool:
        return self == Filters()

    @property
    def single(self) -> bool:
        """Whether they ask for something of single projects, beyond the year, district and department that many have in common."""
        return self != Filters(self.years, self.districts, self.departments)

    def words(self) -> str:
        """The filters in Chinese, as they stand above a table and inside every export."""
        parts = [
            "、".join(str(year) for year in self.years) + "年度" if self.years else "",
            "、".join(self.districts),
            "、".join(self.departments),
            self._budget_words(),
            self._rate_words(),
            f"含“{self.search}”" if self.search else "",
        ]
        return " · ".join(part for part in parts if part) or EVERYTHING

    def _budget_words(self) -> str:
        if self.budget_min is not None and self.budget_max is not None:
            return f"预算{plain(self.budget_min)}至{plain(self.budget_max)}万元"
        if self.budget_min is not None:
            return f"预算不低于{plain(self.budget_min)}万元"
        return "" if self.budget_max is None else f"预算不超过{plain(self.budget_max)}万元"

    def _rate_words(self) -> str:
        lower = "" if self.rate_min is None else f"不低于{percent(self.rate_min)}"
        upper = "" if self.rate_max is None else f"低于{percent(self.rate_max)}"
        joined = "且".join(part for part in (lower, upper) if part)
        return f"执行率{joined}" if joined else ""

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any], known: Mapping[str, Collection[Any]] | None = None) -> Filters:
        """Filters out of untrusted text (an address): what is not a bounded value of its kind, or not among `known`, is dropped.

        `known` may hold years, districts and departments that exist.
        """
        known = known or {}
        kept: dict[str, Any] = {
            "years": _choices(map(_year, _many(values.get("years"))), known.get("years")),
            "districts": _choices(map(_text, _many(values.get("districts"))), known.get("districts")),
            "departments": _choices(map(_text, _many(values.get("departments"))), known.get("departments")),
            "search": _text(_one(values.get("search"))) or "",
        }
        kept |= {name: _number(_one(values.get(name)), *bounds) for name, bounds in BOUNDS.items()}
        for lower, upper in (("budget_min", "budget_max"), ("rate_min", "rate_max")):
            if kept[lower] is not None and kept[upper] is not None and kept[lower] > kept[upper]:
                kept[lower] = kept[upper] = None
        return cls(**kept)

    def as_mapping(self) -> dict[str, Any]:
        """Only what is set, lists for choices: for an address or JSON; `from_mapping` gives the same filters back."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value not in ((), None, "")}


NO_FILTERS = Filters()


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value)[:MAX_CHOICES] if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _one(value: Any) -> Any:
    several = _many(value)
    return several[-1] if several else None


def _choices(values: Iterable[Any], known: Collection[Any] | None) -> tuple[Any, ...]:
    return tuple(value for value in values if value is not None and (known is None or value in known))


def _year(value: Any) -> int | None:
    number = _number(value, *YEARS)
    return int(number) if number is not None and number == int(number) else None


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    cleaned = "".join(character for character in value if character.isprintable()).strip()
    return cleaned if 0 < len(cleaned) <= MAX_TEXT else None


def _number(value: Any, lowest: float, highest: float) -> float | None:
    if value is None or isinstance(value, bool) or len(str(value)) > MAX_TEXT:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and lowest <= number <= highest else None
