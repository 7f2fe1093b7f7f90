"""A treemap: areas within areas, as square as they can be (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts.vector.marks import contrast
from analytics.charts.vector.scales import values
from analytics.charts.vector.words import Run, drawn, lines_of, width_of

STRIP = 20.0  # pixels above the parts of a branch, for its name
EDGE = 2.0
SIZE = 11.0


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    wide: float
    high: float

    def inside(self, strip: float) -> Area:
        return Area(self.left + EDGE, self.top + strip, max(self.wide - 2 * EDGE, 0), max(self.high - strip - EDGE, 0))


def tree(trace: go.Treemap, area: Area) -> Iterator[str]:
    """The whole map within an area."""
    ids, parents = values(trace.ids), values(trace.parents)
    own = [float(value or 0) for value in values(trace.values)]
    sums = dict(zip(ids, own, strict=True))
    for place in range(len(ids) - 1, -1, -1):  # parts stand behind what they are part of
        if parents[place] in sums:
            sums[parents[place]] += sums[ids[place]]
    children: dict[str, list[int]] = {}
    for place, parent in enumerate(parents):
        children.setdefault(parent, []).append(place)
    yield from _nodes(trace, children, ids, sums, children.get("", []), area)


def _nodes(trace: go.Treemap, children: dict[str, list[int]], ids: Sequence[str], sums: dict[str, float], places: Sequence[int], area: Area) -> Iterator[str]:
    ordered = sorted((place for place in places if sums[ids[place]] > 0), key=lambda place: -sums[ids[place]])
    for place, part in zip(ordered, squares([sums[ids[place]] for place in ordered], area), strict=True):
        below = children.get(ids[place], [])
        colour, label = str(trace.marker.colors[place]), str(trace.labels[place])
        yield f'<rect x="{part.left:.1f}" y="{part.top:.1f}" width="{part.wide:.1f}" height="{part.high:.1f}" fill="{colour}" stroke="#ffffff"/>'
        if below:
            yield from _name(lines_of(label)[:1], part, colour)
            yield from _nodes(trace, children, ids, sums, below, part.inside(STRIP))
        else:
            yield from _name([*lines_of(label), *lines_of(trace.text[place])], part, colour)


def _name(lines: Sequence[tuple[Run, ...]], part: Area, colour: str) -> Iterator[str]:
    """As many lines as the area holds; one that is too long ends in an ellipsis."""
    held = lines[: int((part.high - 3) / (SIZE * 1.36))]
    if part.wide > 3 * SIZE and held:
        yield drawn([_shortened(line, part.wide - 8) for line in held], part.left + 4, part.top + 2, SIZE, colour=contrast(colour), valign="top")


def _shortened(line: tuple[Run, ...], room: float) -> tuple[Run, ...]:
    if width_of(line, SIZE) <= room:
        return line
    text = "".join(run.text for run in line)
    while text and width_of((Run(text + "…"),), SIZE) > room:
        text = text[:-1]
    return (Run(text + "…", line[0].bold),) if text else ()


def squares(sizes: Sequence[float], area: Area) -> list[Area]:
    """An area cut into parts of these sizes (largest first), row after row along its shorter side."""
    whole, parts, first = sum(sizes) or 1.0, [], 0
    scale = area.wide * area.high / whole
    while first < len(sizes):
        short = min(area.wide, area.high) or 1e-9
        last = first + 1
        while last < len(sizes) and _worst(sizes[first : last + 1], scale, short) <= _worst(sizes[first:last], scale, short):
            last += 1
        row, area = _row(sizes[first:last], scale, area)
        parts, first = [*parts, *row], last
    return parts


def _worst(row: Sequence[float], scale: float, short: float) -> float:
    """The ratio of the sides of the least square part of a row."""
    deep = sum(row) * scale / short or 1e-9
    return max(max(deep / (one * scale / deep or 1e-9), (one * scale / deep) / deep) for one in row)


def _row(row: Sequence[float], scale: float, area: Area) -> tuple[list[Area], Area]:
    lying = area.wide < area.high
    deep = sum(row) * scale / ((area.wide if lying else area.high) or 1e-9)
    parts, at = [], area.left if lying else area.top
    for one in row:
        long = one * scale / (deep or 1e-9)
        parts.append(Area(at, area.top, long, deep) if lying else Area(area.left, at, deep, long))
        at += long
    rest = Area(area.left, area.top + deep, area.wide, area.high - deep) if lying else Area(area.left + deep, area.top, area.wide - deep, area.high)
    return parts, rest
