"""Where the names of points may stand on a chart without covering each other or other points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import cut, plain, width

Points = Sequence[tuple[float, float, str]]
Span = tuple[float, float]

COLUMN = 5.7  # pixels of half a Chinese character at size 11
LINE = 12  # pixels of a line of text
GAP = 8  # pixels between a point and its name


@dataclass(frozen=True)
class Box:
    """A rectangle on the chart in pixels."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


def positions(points: Sequence[tuple[float, float, str]], others: Iterable[tuple[float, float]], size: tuple[float, float]) -> list[str | None]:
    """For each point (x, y as shares of the plot, its name) the textposition that is free, None where none is.

    Points come in order of importance; `others` are points without names; `size` is the plot's width and height in pixels.
    """
    dots = [_around(x, y, size) for x, y, _ in points] + [_around(x, y, size) for x, y in others]
    taken: list[Box] = []
    found: list[str | None] = []
    for number, (x, y, name) in enumerate(points):
        busy = [*taken, *(dot for place, dot in enumerate(dots) if place != number)]
        choice = next((pair for pair in _choices(x, y, name, size) if _inside(pair[1], size) and not any(pair[1].meets(box) for box in busy)), None)
        found.append(choice[0] if choice else None)
        if choice:
            taken.append(choice[1])
    return found


def _around(x: float, y: float, size: tuple[float, float]) -> Box:
    return Box(x * size[0] - 5, x * size[0] + 5, y * size[1] - 5, y * size[1] + 5)


def _choices(x: float, y: float, name: str, size: tuple[float, float]) -> list[tuple[str, Box]]:
    across, up, long = x * size[0], y * size[1], width(name) * COLUMN
    return [
        ("middle right", Box(across + GAP, across + GAP + long, up - LINE / 2, up + LINE / 2)),
        ("middle left", Box(across - GAP - long, across - GAP, up - LINE / 2, up + LINE / 2)),
        ("top center", Box(across - long / 2, across + long / 2, up + GAP, up + GAP + LINE)),
        ("bottom center", Box(across - long / 2, across + long / 2, up - GAP - LINE, up - GAP)),
    ]


def _inside(box: Box, size: tuple[float, float]) -> bool:
    return box.left >= 0 and box.right <= size[0] and box.low >= 0 and box.high <= size[1]


def name_points(figure: go.Figure, points: Points, others: Points, spans: tuple[Span, Span], size: tuple[float, float], log: bool = False) -> go.Figure:
    """Writes the names of `points` (x, y, full name) where they are free; the rest keep theirs on hover.

    `spans` are the ranges of both axes as plotly takes them (logarithms on a log axis); `size` is the plot in pixels.
    """
    names = [cut(name, 22) for _, _, name in points]
    placed = [(*shares(x, y, spans, log), name) for (x, y, _), name in zip(points, names, strict=True)]
    free = positions(placed, [shares(x, y, spans, log) for x, y, _ in others], size)
    shown = [(x, y, name, place) for (x, y, _), name, place in zip(points, names, free, strict=True) if place]
    return figure.add_scatter(
        x=[x for x, _, _, _ in shown],
        y=[y for _, y, _, _ in shown],
        text=[plain(name) for _, _, name, _ in shown],
        textposition=[place for _, _, _, place in shown],
        mode="markers+text",
        marker={"size": 11, "opacity": 0},  # unseen: without a marker plotly writes the name onto the point
        textfont={"size": 11, "color": theme.INK},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def shares(x: float, y: float, spans: tuple[Span, Span], log: bool) -> tuple[float, float]:
    """Where a point stands between the ends of both axes, from 0 to 1."""
    along, (left, right), (low, high) = log10(x) if log else x, *spans
    return (along - left) / (right - left), (y - low) / (high - low)
