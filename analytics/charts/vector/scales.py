"""The axes of a figure: from data to places, and which ticks stand where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.charts.vector.words import Line, lines_of

SIDES = {"x": "bottom", "y": "left"}


def blank(value: Any) -> bool:
    """Whether there is no value at all."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT")


def values(data: Any) -> list[Any]:
    """A column of a trace as plain values."""
    if data is None:
        return []
    return [one.item() if hasattr(one, "item") else float(one) if hasattr(one, "as_tuple") else one for one in data]


@dataclass(frozen=True)
class Axis:
    """One axis on the paper: `low` and `high` are the ends of its range (logarithms on a log axis), `start` and `end` their places in pixels."""

    own: Any  # go.layout.XAxis or YAxis
    kind: str  # number | log | category
    names: tuple[Any, ...]
    low: float
    high: float
    start: float = 0.0
    end: float = 1.0

    def number(self, value: Any) -> float:
        """Where a value stands in the units of the range."""
        if self.kind == "category":
            return float(self.names.index(value)) if value in self.names else float(value)
        return math.log10(float(value)) if self.kind == "log" else float(value)

    def at(self, value: Any) -> float:
        """Where a value stands on paper."""
        return self.along(self.number(value))

    def along(self, number: float) -> float:
        """Where a number of the range stands on paper."""
        return self.start + (number - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)

    def size(self, length: float) -> float:
        """A length of the range in pixels."""
        return abs(self.along(self.low + length) - self.along(self.low))

    def ticks(self) -> list[tuple[float, list[Line]]]:
        """Places in pixels and words of the ticks inside the range."""
        if self.own.visible is False:
            return []
        least, most = sorted((self.low, self.high))
        inside = [(number, text) for number, text in self._ticks() if least - 1e-9 <= number <= most + 1e-9]
        return [(self.along(number), lines_of(text)) for number, text in inside]

    def _ticks(self) -> list[tuple[float, str]]:
        given = values(self.own.tickvals)
        if given:
            texts = values(self.own.ticktext) or [self._word(value) for value in given]
            return [(self.number(value), text) for value, text in zip(given, texts, strict=False)]
        if self.kind == "category":
            return [(float(place), str(name)) for place, name in enumerate(self.names)]
        return [(number, self._word(number)) for number in _nice(*sorted((self.low, self.high)), self.own.nticks or 7)]

    def _word(self, value: float) -> str:
        if (self.own.tickformat or "").endswith("%"):
            return f"{value * 100:.0f}%".replace("-", "−")
        return f"{value:,.10f}".rstrip("0").rstrip(".").replace("-", "−") if isinstance(value, (int, float)) else str(value)


def axis(figure: go.Figure, name: str, reach: tuple[float, float], names: Sequence[Any]) -> Axis:
    """The axis x or y of a figure whose data reach from and to, or (with names) are categories."""
    own = figure.layout[f"{name}axis"]
    kind = "category" if names else "log" if own.type == "log" else "number"
    given = own.range if own.range and not any(blank(end) for end in own.range) else None  # of nothing, the greatest is no number
    low, high = given or ((-0.5, len(names) - 0.5) if names else reach)
    return Axis(own, kind, tuple(names), float(low), float(high))


def _nice(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, at most so many."""
    if high <= low:
        return [low]
    rough = (high - low) / max(most - 1, 1)
    base = 10 ** math.floor(math.log10(rough))
    step = next(base * times for times in (1, 2, 5, 10) if base * times >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(step * number, 10) for number in range(first, math.floor(high / step + 1e-9) + 1)]
