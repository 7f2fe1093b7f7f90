"""Every figure of the theme as a picture of vectors (.svg): title, key, chart, caveats and source inside, without a browser.

What is drawn is what analytics/charts makes for the screen; a kind of trace that is not known here is an error, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.vector.marks import DRAWN, Plane, at, number_or, shade, stroke
from analytics.charts.vector.scales import Axis, axis, blank, values
from analytics.charts.vector.symbols import symbol
from analytics.charts.vector.tree import Area, tree
from analytics.charts.vector.words import LEADING, Line, drawn, lines_of, width_of, wrapped

WIDTH = 720
EDGE = 12  # pixels left free around
TITLE, KEY, NOTE, TICK = 16.0, 12.0, 11.0, 12.0  # sizes of text
FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Noto Sans SC", "sans-serif")
_TO_CLICK = re.compile("；点一下[^；]*")  # nothing can be clicked on paper
CENTRED, NOTES = {"left": "start", "center": "middle", "right": "end"}, ("paper", "paper", 0)


@dataclass(frozen=True)
class Vector:
    """A picture: its text and its size in pixels; `title` is its finding, for who cannot see it."""

    svg: str
    width: float
    height: float
    title: str


def vector(figure: go.Figure, width: float = WIDTH, fonts: tuple[str, ...] = FONTS, notes: tuple[str, ...] = ()) -> Vector:
    """The figure as wide as asked for; its texts are broken anew for that. `notes` are added to its own below."""
    head, top, title = _head(figure, width)
    below = [line for text in (*_notes(figure), *notes) for line in wrapped(text, NOTE, width - 2 * EDGE)]
    own = figure.layout
    plot = max((own.height or 360) - (own.margin.t or 64) - (own.margin.b or 16), 90)
    body, bottom = _treemap(figure, width, top, plot) if figure.data and figure.data[0].type == "treemap" else _chart(figure, width, top, plot)
    foot = drawn(below, EDGE, bottom + 6, NOTE, colour=theme.GREY, valign="top")
    height = bottom + 6 + len(below) * NOTE * LEADING + EDGE
    shown = "".join((head, body, foot))
    family = ",".join(f"'{font}'" if " " in font else font for font in fonts)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:.0f}" viewBox="0 0 {width:g} {height:.0f}" '
        f'font-family="{family}"><rect width="{width:g}" height="{height:.0f}" fill="#ffffff"/>{shown}</svg>'
    )
    return Vector(svg, width, height, title)


def _head(figure: go.Figure, width: float) -> tuple[str, float, str]:
    """Title, key and legend; how far down they reach; the title in words."""
    title = wrapped((figure.layout.title.text or "").replace("<br>", ""), TITLE, width - 2 * EDGE)
    key = wrapped(_TO_CLICK.sub("", (figure.layout.title.subtitle.text or "").replace("<br>", "")), KEY, width - 2 * EDGE)
    y = EDGE + len(title) * TITLE * LEADING
    shown = drawn(title, EDGE, EDGE, TITLE, valign="top", bold=True) + drawn(key, EDGE, y, KEY, colour=theme.GREY, valign="top")
    y += len(key) * KEY * LEADING
    legend, rows = _legend(figure, width, y) if figure.layout.showlegend else ("", 0)
    return shown + legend, y + rows * 20 + 10, "".join(run.text for line in title for run in line)


def _legend(figure: go.Figure, width: float, top: float) -> tuple[str, int]:
    """A row of marks with the names of the traces that have one."""
    parts, x, rows = [], float(EDGE), 1
    for trace in figure.data:
        if not trace.name or trace.showlegend is False:
            continue
        line = lines_of(trace.name)[0]
        long = width_of(line, KEY) + 40
        if x + long > width and x > EDGE:
            x, rows = float(EDGE), rows + 1
        y, colour = top + rows * 20 - 8, str(at(trace.marker.color, 0, theme.ACCENT))
        parts.append(symbol(str(at(getattr(trace.marker, "symbol", None), 0, "square")), x + 6, y, 10, colour, "none", 0, 1))
        parts.append(drawn([line], x + 16, y, KEY))
        x += long
    return "".join(parts), rows if parts else 0


def _notes(figure: go.Figure) -> list[str]:
    """The notes under a figure: source, scope, version."""
    return [line for one in figure.layout.annotations if _is_note(one) for line in str(one.text).split("<br>")]


def _is_note(one: Any) -> bool:
    return (one.xref, one.yref, one.y) == NOTES and one.yanchor == "top"


def _treemap(figure: go.Figure, width: float, top: float, plot: float) -> tuple[str, float]:
    shown = tree(figure.data[0], Area(EDGE, top, width - 2 * EDGE, plot)) if values(figure.data[0].ids) else ()
    return "".join(shown), top + plot


# ---- figures with axes


def _chart(figure: go.Figure, width: float, top: float, plot: float) -> tuple[str, float]:
    across, up = _axis(figure, "x"), _axis(figure, "y")
    left = EDGE + _room_for_ticks(up) + (20 if up.own.title.text else 0)
    right = width - max(EDGE + 8, _room_right(figure))
    above = 24 if across.own.side == "top" else 0
    across, up = replace(across, start=left, end=right), replace(up, start=top + above + plot, end=top + above)
    across = replace(across, end=_narrowed(figure, across, width))
    plane = Plane(figure, across, up)
    ticks, bottom = _ticks(plane, width)
    shapes = list(figure.layout.shapes)
    inside = f'<rect x="{left:.1f}" y="{up.end - 1:.1f}" width="{across.end - left:.1f}" height="{plot + 2:.1f}"/>'
    parts = [
        f'<clipPath id="plot">{inside}</clipPath>',
        *(_shape(one, plane) for one in shapes if one.layer == "below"),
        ticks,
        *(piece for trace in figure.data for piece in DRAWN[trace.type](trace, plane)),
        *(_shape(one, plane) for one in shapes if one.layer != "below"),
        *(_annotation(one, plane) for one in figure.layout.annotations if not _is_note(one)),
        *_colour_bars(figure, plane, width),
    ]
    return "".join(parts), bottom


def _narrowed(figure: go.Figure, across: Axis, width: float) -> float:
    """Where the axis must end for the words that stand right of a mark to have room."""
    end = across.end
    for one in figure.layout.annotations:
        if one.xanchor == "left" and one.xref != "paper" and one.x is not None:
            share = (_place(one.xref, one.x, across) - across.start) / (across.end - across.start)
            words = number_or(one.xshift, 0.0) + max(width_of(line, float(one.font.size or 12)) for line in lines_of(one.text))
            if across.start + share * (end - across.start) + words > width - EDGE and share > 0:
                end = across.start + (width - EDGE - words - across.start) / share
    return max(end, across.start + 0.35 * (across.end - across.start))


def _axis(figure: go.Figure, name: str) -> Axis:
    """The axis, fitted to the data where the figure gives no range."""
    held = [value for trace in figure.data for value in values(getattr(trace, name, None)) if not blank(value)]
    names = list(dict.fromkeys(held)) if any(isinstance(value, str) for value in held) else []
    if not held and figure.data and figure.data[0].type == "heatmap":
        held = [-0.5, len(figure.data[0].z) - 0.5]
    numbers = [float(value) for value in held if not names]
    bars = any(trace.type == "bar" and (trace.orientation == "h") == (name == "x") for trace in figure.data)
    low, high = (min([*numbers, 0.0] if bars else numbers), _highest(figure, name, numbers, bars)) if numbers else (0.0, 1.0)
    pad = (high - low) * 0.05 or 0.5
    return axis(figure, name, (low if bars and low == 0 else low - pad, high + pad), names)


def _highest(figure: go.Figure, name: str, numbers: list[float], bars: bool) -> float:
    """The farthest that the data reach, the heights of bars that stand on each other added up."""
    if not bars or figure.layout.barmode not in ("stack", "relative"):
        return max([*numbers, 0.0] if bars else numbers)
    sums: dict[Any, float] = {}
    for trace in figure.data:
        lengths, places = (trace.x, trace.y) if name == "x" else (trace.y, trace.x)
        for place, length in zip(values(places), values(lengths), strict=False):
            sums[place] = sums.get(place, 0.0) + max(float(length or 0), 0.0)
    return max(sums.values(), default=1.0)


def _room_for_ticks(up: Axis) -> float:
    if up.own.showticklabels is False:
        return 0
    return max((width_of(line, _tick_size(up)) for _, lines in up.ticks() for line in lines), default=0) + 8


def _tick_size(one: Axis) -> float:
    return float(one.own.tickfont.size or TICK)


def _room_right(figure: go.Figure) -> float:
    room = float(figure.layout.margin.r or 0)
    return room + (64 if any(trace.type == "heatmap" and trace.showscale is not False for trace in figure.data) else 0)


def _ticks(plane: Plane, width: float) -> tuple[str, float]:
    """Grid, zero lines, words of the ticks and titles of both axes; how far down they reach."""
    across, up = plane.across, plane.up
    parts, bottom, least, most = [], up.start + 4, min(up.start, up.end), max(up.start, up.end)
    taken = -1e9
    for x, lines in across.ticks():
        if across.own.showgrid is not False:
            parts.append(f'<path d="M{x:.1f} {least:.1f}V{most:.1f}" stroke="{theme.GRID}"/>')
        half = max((width_of(line, _tick_size(across)) for line in lines), default=0) / 2
        if across.own.showticklabels is not False and (across.kind == "category" or x - half > taken):
            taken = x + half + 3
            y, valign = (least - 5, "bottom") if across.own.side == "top" else (most + 5, "top")
            parts.append(drawn(lines, x, y, _tick_size(across), "middle", valign=valign))
            bottom = max(bottom, most + 8 + len(lines) * _tick_size(across) * LEADING) if valign == "top" else bottom
    for y, lines in up.ticks():
        if up.own.showgrid is not False:
            parts.append(f'<path d="M{across.start:.1f} {y:.1f}H{across.end:.1f}" stroke="{theme.GRID}"/>')
        if up.own.showticklabels is not False:
            parts.append(drawn(lines, across.start - 7, y, _tick_size(up), "end"))
    if across.own.zeroline and across.kind == "number":
        parts.append(f'<path d="M{across.along(0):.1f} {least:.1f}V{most:.1f}" stroke="{across.own.zerolinecolor or theme.GREY}"/>')
    if across.own.title.text:
        parts.append(drawn(lines_of(across.own.title.text), (across.start + across.end) / 2, bottom, TICK, "middle", theme.GREY, "top"))
        bottom += TICK * LEADING + 4
    if up.own.title.text and up.own.visible is not False:
        x, y = EDGE + 4, (least + most) / 2
        parts.append(f'<g transform="rotate(-90 {x} {y:.1f})">{drawn(lines_of(up.own.title.text), x, y, TICK, "middle", theme.GREY)}</g>')
    return "".join(parts), bottom


def _place(reference: str | None, value: Any, one: Axis) -> float:
    """A place of a shape or note: of the data, or a share of the whole axis."""
    if reference and ("paper" in reference or "domain" in reference):
        return one.start + float(value) * (one.end - one.start)
    return one.at(value) if isinstance(value, str) else one.along(float(value))


def _shape(one: Any, plane: Plane) -> str:
    x0, x1 = (_place(one.xref, value, plane.across) for value in (one.x0, one.x1))
    y0, y1 = (_place(one.yref, value, plane.up) for value in (one.y0, one.y1))
    if one.type == "line":
        return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" fill="none" {stroke(one.line)}/>'
    left, right = sorted((x0, x1))
    high, low = sorted((y0, y1))
    left, right = max(left, plane.across.start), min(right, plane.across.end)
    return f'<rect x="{left:.1f}" y="{high:.1f}" width="{right - left:.1f}" height="{low - high:.1f}" fill="{one.fillcolor}"/>'


def _annotation(one: Any, plane: Plane) -> str:
    x = _place(one.xref, one.x, plane.across) + number_or(one.xshift, 0.0)
    y = _place(one.yref, one.y, plane.up) - number_or(one.yshift, 0.0)
    anchor = CENTRED.get(one.xanchor or "", "middle")
    lines, size = lines_of(one.text), float(one.font.size or 12)
    valign = one.yanchor if one.yanchor in ("top", "bottom") else "middle"
    return drawn(lines, x, y, size, anchor, one.font.color or theme.INK, valign)


def _colour_bars(figure: go.Figure, plane: Plane, width: float) -> Iterator[str]:
    """The scale of a map at its right, with its ends and quarters in words."""
    for trace in figure.data:
        if trace.type != "heatmap" or trace.showscale is False:
            continue
        x, low, high = width - EDGE - 46, max(plane.up.start, plane.up.end), min(plane.up.start, plane.up.end)
        step = (low - high) / 40
        for turn in range(40):
            yield f'<rect x="{x:.1f}" y="{low - (turn + 1) * step:.1f}" width="10" height="{step + 0.4:.1f}" fill="{shade(trace, (turn + 0.5) / 40)}"/>'
        for share in (0, 0.25, 0.5, 0.75, 1):
            yield drawn(((_percent(share)),), x + 14, low - share * (low - high), 10, colour=theme.GREY)


def _percent(share: float) -> Line:
    return lines_of(f"{share:.0%}")[0]
