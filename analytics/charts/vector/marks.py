"""What the traces of a figure draw on its axes: bars, points and lines, steps of a waterfall, cells of a heat map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.vector.scales import Axis, blank, values
from analytics.charts.vector.symbols import symbol
from analytics.charts.vector.words import drawn, lines_of, width_of

DASHES = {"dash": "6 4", "dot": "2 3", "dashdot": "6 3 2 3"}
GAP = 5  # pixels between a mark and its words


@dataclass
class Plane:
    """Where traces are drawn; bars that stand on each other remember how far they reach (`stacks`)."""

    figure: go.Figure
    across: Axis
    up: Axis
    stacks: dict[tuple[Any, bool], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Box:
    """A rectangle on paper and the words of it; `ahead` says that it grows to the right or upwards."""

    left: float
    top: float
    wide: float
    high: float
    lying: bool
    ahead: bool = True


def at(value: Any, place: int, otherwise: Any = None) -> Any:
    """The value of one mark, of a column or of a single value for all."""
    if value is None or isinstance(value, (str, int, float)):
        return otherwise if value is None else value
    listed = values(value)
    return otherwise if place >= len(listed) or blank(listed[place]) else listed[place]


def number_or(value: Any, otherwise: float) -> float:
    return otherwise if value is None else float(value)


def bars(trace: go.Bar, plane: Plane) -> Iterator[str]:
    """The bars of a trace with their words."""
    lying = trace.orientation == "h"
    along, across = (plane.across, plane.up) if lying else (plane.up, plane.across)
    lengths, places = (values(trace.x), values(trace.y)) if lying else (values(trace.y), values(trace.x))
    stacked = plane.figure.layout.barmode in ("stack", "relative")
    for place, (name, length) in enumerate(zip(places, lengths, strict=False)):
        if blank(length):
            continue
        begin = number_or(at(trace.base, place), 0.0)
        if stacked:
            begin = plane.stacks.get((name, length < 0), 0.0)
            plane.stacks[(name, length < 0)] = begin + length
        thick = number_or(at(trace.width, place), 1 - number_or(plane.figure.layout.bargap, 0.28))
        box = _bar_box(along, across, name, begin, begin + length, thick, lying)
        yield _rect(box, _colour(trace.marker.color, place), trace.marker, place)
        yield from _bar_words(trace, place, box, plane)


def _bar_box(along: Axis, across: Axis, name: Any, begin: float, end: float, thick: float, lying: bool) -> Box:
    one, other = sorted((along.along(begin), along.along(end)))
    middle, high = across.at(name), across.size(thick)
    ahead = end >= begin
    return Box(one, middle - high / 2, other - one, high, True, ahead) if lying else Box(middle - high / 2, one, high, other - one, False, ahead)


def _colour(colour: Any, place: int) -> str:
    return str(at(colour, place, theme.ACCENT))


def _rect(box: Box, colour: str, marker: Any = None, place: int = 0) -> str:
    line = marker.line if marker is not None else None
    edge = f' stroke="{line.color}" stroke-width="{line.width:g}"' if line is not None and line.width and isinstance(line.color, str) else ""
    opacity = number_or(at(marker.opacity, place), 1.0) if marker is not None else 1.0
    shape = f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{max(box.wide, 0):.1f}" height="{max(box.high, 0):.1f}"'
    return f'{shape} fill="{colour}"{edge} opacity="{opacity:g}"/>'


def _bar_words(trace: Any, place: int, box: Box, plane: Plane) -> Iterator[str]:
    """Words inside a bar (left out where they do not fit and the figure says so) or beyond its end."""
    words = at(trace.text, place, "")
    if not words:
        return
    size = float(trace.textfont.size or 12)
    lines = lines_of(words)
    long = max(width_of(line, size) for line in lines)
    if trace.textposition == "inside":
        if plane.figure.layout.uniformtext.mode == "hide" and long > box.wide:
            return
        ink = trace.textfont.color or contrast(_colour(trace.marker.color, place))
        yield drawn(lines, box.left + box.wide / 2, box.top + box.high / 2, size, "middle", ink)
    elif box.lying:
        x, anchor = (box.left + box.wide + GAP, "start") if box.ahead else (box.left - GAP, "end")
        yield drawn(lines, x, box.top + box.high / 2, size, anchor)
    else:
        y, valign = (box.top - 3, "bottom") if box.ahead else (box.top + box.high + 3, "top")
        yield drawn(lines, box.left + box.wide / 2, y, size, "middle", valign=valign)


def contrast(colour: str) -> str:
    """Ink or white, whichever reads better on a colour."""
    if len(colour) != 7:
        return theme.INK
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return theme.INK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else "#ffffff"


def points(trace: go.Scatter, plane: Plane) -> Iterator[str]:
    """Lines, marks and words of a trace, in this order."""
    pairs = [None if blank(x) or blank(y) else (plane.across.at(x), plane.up.at(y)) for x, y in zip(values(trace.x), values(trace.y), strict=False)]
    mode = trace.mode or "lines"
    if "lines" in mode:
        yield _polyline(trace, pairs)
    for place, pair in enumerate(pairs):
        if pair and "markers" in mode and (opacity := number_or(at(trace.marker.opacity, place), 1.0) * number_or(trace.opacity, 1.0)):
            marker = trace.marker
            edge, thick = str(at(marker.line.color, place, "none")), number_or(at(marker.line.width, place), 0.0)
            size = number_or(at(marker.size, place), 7.0)
            yield symbol(str(at(marker.symbol, place, "circle")), *pair, size, _colour(marker.color, place), edge, thick, opacity)
    if "text" in mode:
        for place, pair in enumerate(pairs):
            if pair and at(trace.text, place):
                yield _point_words(trace, place, pair)


def _polyline(trace: go.Scatter, pairs: list[tuple[float, float] | None]) -> str:
    path, begun = "", False
    for pair in pairs:
        path += f"{'L' if begun else 'M'}{pair[0]:.1f} {pair[1]:.1f}" if pair else ""
        begun = pair is not None
    line, opacity = trace.line, number_or(trace.opacity, 1.0)
    return f'<path d="{path}" fill="none" {stroke(line)} opacity="{opacity:g}" clip-path="url(#plot)"/>' if path else ""


def stroke(line: Any) -> str:
    """The look of a line."""
    dash = f' stroke-dasharray="{DASHES[line.dash]}"' if line.dash in DASHES else ""
    return f'stroke="{line.color or theme.GREY}" stroke-width="{number_or(line.width, 2.0):g}"{dash}'


def _point_words(trace: go.Scatter, place: int, pair: tuple[float, float]) -> str:
    size, colour = float(trace.textfont.size or 12), str(trace.textfont.color or theme.INK)
    half = number_or(at(trace.marker.size, place), 6.0) / 2 + 2 if "markers" in trace.mode else 0.0
    upright, _, across = str(at(trace.textposition, place, "middle center")).partition(" ")
    anchor = {"left": "end", "right": "start"}.get(across, "middle")
    x = pair[0] + {"end": -half, "start": half, "middle": 0.0}[anchor]
    y, valign = {"top": (pair[1] - half, "bottom"), "bottom": (pair[1] + half, "top")}.get(upright, (pair[1], "middle"))
    return drawn(lines_of(at(trace.text, place)), x, y, size, anchor, colour, valign)


def waterfall(trace: go.Waterfall, plane: Plane) -> Iterator[str]:
    """Steps that hang where the one before ended, and totals from zero."""
    level, ended = 0.0, None
    for place, (name, height, kind) in enumerate(zip(values(trace.x), values(trace.y), values(trace.measure), strict=False)):
        begin = 0.0 if kind in ("absolute", "total") else level
        end = height if kind == "absolute" else level if kind == "total" else level + height
        look = trace.totals if kind in ("absolute", "total") else trace.increasing if end >= begin else trace.decreasing
        box = _bar_box(plane.up, plane.across, name, begin, end, number_or(trace.width, 0.7), False)
        if ended is not None:
            yield f'<path d="M{ended:.1f} {plane.up.along(level):.1f}H{box.left:.1f}" {stroke(trace.connector.line)}/>'
        yield _rect(box, look.marker.color or theme.ACCENT)
        words = lines_of(at(trace.text, place, ""))
        yield drawn(words, box.left + box.wide / 2, min(box.top, plane.up.along(max(begin, end))) - 3, 12, "middle", valign="bottom")
        level, ended = end, box.left + box.wide


def cells(trace: go.Heatmap, plane: Plane) -> Iterator[str]:
    """The cells of a map with their words; an empty one is not drawn."""
    wide, high = plane.across.size(1), plane.up.size(1)
    names, rows = values(trace.x), values(trace.y)
    for down, row in enumerate(trace.z):
        for over, value in enumerate(values(row)):
            if blank(value):
                continue
            x, y = plane.across.at(names[over] if names else over), plane.up.at(rows[down] if rows else down)
            colour = shade(trace, float(value))
            gap = number_or(trace.xgap, 0.0)
            yield _rect(Box(x - (wide - gap) / 2, y - (high - gap) / 2, wide - gap, high - gap, True), colour)
            if trace.texttemplate:
                yield drawn(lines_of(values(trace.text[down])[over]), x, y, 11, "middle", contrast(colour))


def shade(trace: go.Heatmap, value: float) -> str:
    """The colour of a value on the scale of a map."""
    least, most = number_or(trace.zmin, 0.0), number_or(trace.zmax, 1.0)
    share = min(max((value - least) / ((most - least) or 1), 0.0), 1.0)
    scale = [(float(place), str(colour)) for place, colour in trace.colorscale]
    (one, first), (other, second) = next(((a, b) for a, b in pairwise(scale) if a[0] <= share <= b[0]), (scale[-2], scale[-1]))
    turn = (share - one) / ((other - one) or 1)
    mixed = (round(int(first[k : k + 2], 16) * (1 - turn) + int(second[k : k + 2], 16) * turn) for k in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


DRAWN: Mapping[str, Callable[[Any, Plane], Iterator[str]]] = {"bar": bars, "scatter": points, "waterfall": waterfall, "heatmap": cells}
"""How each kind of trace is drawn; a treemap has no axes and is drawn by `tree`."""
