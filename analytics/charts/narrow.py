"""A figure for a telephone: its title, its second line and its note broken to what 330 pixels hold, with the room they then need."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from numbers import Real
from typing import Any

import plotly.graph_objects as go

from analytics.charts.placement import positions, shares

TITLE, SUBTITLE, NOTE = 18.5, 25.0, 28.0  # Chinese characters of a line, by size of letter
LINE = {TITLE: 22, SUBTITLE: 18, NOTE: 18}  # pixels of a further line
_PIECE = re.compile(r"<[^>]*>|&[a-z#0-9]+;|[0-9A-Za-z.,%=+−-]+|.", re.DOTALL)  # a figure is never broken
_CLOSING = "，。；：、）》”！？…"  # begin no line
TICKS = 7  # labels that have room under a plot
PLOT, LETTER = 300, 12.5  # pixels between the edges of a card, and of a Chinese character
ROWS, NAME = 8, 9.0  # names at the left that have room for more lines, and the Chinese characters of such a line
LONG = 15.0  # Chinese characters beside a mark for which a telephone has no room
BESIDE = 120  # pixels of a margin that holds a table of its own
GROUPED = 1.2  # rows that belong together are no farther apart
KEY, WIDE = 10.5, 420  # size of a name in the legend, and pixels that it has in a wide figure
MOST_KEYS = 6  # lines of a legend; of more a mark tells its own
STEP = 40  # pixels of a row with a line of words over its marks; every further line takes 15
ABOVE = 26.0  # Chinese characters of a name over its marks
RAISED, SLOT, THICK = 12, 56, 0.45  # rows of marks that may have their names over them, pixels of one with its name, and the share of a bar in it
LEAST = 0.45  # of the width of a card that words and names beside the marks must leave them


def narrowed(fig: go.Figure) -> go.Figure:
    """A copy of the figure for a narrow screen; what is drawn stays as it is."""
    narrow = go.Figure(fig)
    title, added = _rebroken(narrow.layout.title.text, TITLE)
    small, more = _rebroken(narrow.layout.title.subtitle.text, SUBTITLE)
    top, bottom = added * LINE[TITLE] + more * LINE[SUBTITLE], 0
    for note in narrow.layout.annotations:
        if (note.xref, note.yref, note.xanchor, note.yanchor, note.y) == ("paper", "paper", "right", "top", 0):
            note.text, lines = _rebroken(note.text, NOTE)
            bottom = max(bottom, lines * LINE[NOTE])
    if narrow.layout.showlegend:
        lines = _legend_lines(fig, PLOT - max(LETTER * _widest_name(fig), 50) - (fig.layout.margin.r or 0))
        small_key = {"x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "font": {"size": KEY}}
        narrow.update_layout(legend=small_key, showlegend=lines <= MOST_KEYS)
        own = 0 if fig.layout.legend.xanchor == "right" else _legend_lines(fig, WIDE)  # one at the right shares the line of the words there
        top += LINE[SUBTITLE] * max(lines - own, 1) if lines <= MOST_KEYS else 0
    if _stackable(fig):
        _stack(narrow)
    elif not pushed_aside(fig):
        if _crowded(fig):
            _raise_names(narrow)
        else:
            _break_names(narrow)
        _make_room_beside_bars(narrow)
    _place_names(narrow)
    _thin_ticks(narrow)
    _write_smaller(narrow)
    pad = (narrow.layout.title.pad.t or 10) + 11 * added
    narrow.update_layout(title={"text": title, "pad": {"t": pad}, "subtitle": {"text": small}})
    margin, whole = narrow.layout.margin, narrow.layout.height
    margin.update(t=(margin.t or 0) + top, b=(margin.b or 0) + bottom)
    return narrow.update_layout(height=(whole or 360) + top + bottom)


def pushed_aside(fig: go.Figure) -> bool:
    """Whether a figure is read at a width that no telephone has, and moved sideways within its card.

    Such are a map of cells, words inside bars, long words beside bars, a table in the margin.
    """
    if _stackable(fig):
        return False
    bars = [trace for trace in fig.data if trace.type == "bar" and trace.textposition == "inside" and trace.text is not None]
    beside = any(map(_long_beside, fig.layout.annotations))
    cells = any(trace.type == "heatmap" for trace in fig.data)
    return beside or cells or any(any(trace.text) for trace in bars) or (fig.layout.margin.r or 0) > BESIDE


def _long_beside(note: Any) -> bool:
    return note.xanchor == "left" and not _above(note) and _widest(note.text or "") > LONG


def _stackable(fig: go.Figure) -> bool:
    """Whether it is dots in rows, numbered from an axis with names, with words on both sides of them or long ones at the right edge: both go over the marks."""
    if fig.layout.yaxis.tickvals is None or not all(trace.type == "scatter" for trace in fig.data):
        return False
    on_both_sides = any(trace.textposition == "middle left" for trace in fig.data)
    return on_both_sides or any(map(_long_beside, fig.layout.annotations))


def _stack(fig: go.Figure) -> None:
    """Names and long words stand over the marks they belong to, so that the marks have the whole width."""
    words = [note for note in fig.layout.annotations if _long_beside(note)]
    for note in words:
        note.update(x=0, xref="paper", xshift=0, yshift=6, yanchor="bottom", font={"size": 11})
    lines = max(_name_above(fig, at, name, bool(words)) for at, name in _tops(fig, words))
    low, high = fig.layout.yaxis.range
    step, margin = STEP + 15 * (lines - 1), fig.layout.margin
    fig.update_layout(height=(margin.t or 0) + (margin.b or 0) + step * (abs(high - low) + 0.5))
    fig.update_yaxes(showticklabels=False, range=[low, high + math.copysign(0.5, high - low)])
    if words:
        fig.update_xaxes(range=[fig.layout.xaxis.range[0], 0.04 + max(x for trace in fig.data for x in trace.x if x is not None)])


def _tops(fig: go.Figure, words: Sequence[Any]) -> list[tuple[float, str]]:
    """Each name with the uppermost of its rows: those with words stand in groups with gaps between them, others alone."""
    axis, high = fig.layout.yaxis, fig.layout.yaxis.range[1]
    rows = {y for trace in fig.data for y in trace.y if y is not None} | {note.y for note in words}
    rows = sorted(rows, key=lambda y: abs(y - high))
    tops = rows[:1] + [row for before, row in pairwise(rows) if not words or abs(row - before) > GROUPED]
    names = [name for _, name in sorted(zip(axis.tickvals, axis.ticktext, strict=True), key=lambda tick: abs(tick[0] - high))]
    return list(zip(tops, names, strict=False))


def _name_above(fig: go.Figure, row: float, name: str, words: bool) -> int:
    """Write the name over its row, over the words there; returns how many lines it takes."""
    broken, more = _rebroken(name.replace("<br>", ""), ABOVE)
    text, shift = (f"<b>{broken}</b>", 23) if words else (broken, 9)
    place = {"x": 0, "xref": "paper", "y": row, "xanchor": "left", "yanchor": "bottom", "yshift": shift, "align": "left"}
    fig.add_annotation(text=text, showarrow=False, font={"size": 11}, **place)
    return 1 + more


def _write_smaller(fig: go.Figure) -> None:
    """Words over bars, which a line of a telephone has to hold."""
    for note in fig.layout.annotations:
        if _above(note) and note.xanchor == "left":
            note.update(font={"size": 10.5})
    fig.update_traces(textfont={"size": 10}, selector={"type": "waterfall"})


def _place_names(fig: go.Figure) -> None:
    """Leave of the names beside points those for which a telephone has room."""
    spans, log = (fig.layout.xaxis.range, fig.layout.yaxis.range), fig.layout.xaxis.type == "log"
    for trace in fig.data:
        if trace.type != "scatter" or not isinstance(trace.textposition, tuple) or None in spans:
            continue
        points = [(*shares(x, y, spans, log), name) for x, y, name in zip(trace.x, trace.y, trace.text)]
        named = {point[:2] for point in points}
        marks = [shares(x, y, spans, log) for other in fig.data if other is not trace for x, y in _places(other, log)]
        lines = [shares(1, line.y0, spans, False)[1] for line in fig.layout.shapes if line.y0 == line.y1 and isinstance(line.y0, Real)]
        others = [*(mark for mark in marks if mark not in named), *((step / 40, line) for line in lines for step in range(41))]
        free = positions(points, others, (PLOT - 75, 220))
        trace.update(text=[name if place else "" for (_, _, name), place in zip(points, free)], textposition=[place or "top center" for place in free])


def _places(trace: Any, log: bool) -> Iterator[tuple[float, float]]:
    """Where a trace has marks, as far as its axes are numbered."""
    pairs = zip(trace.x, trace.y) if trace.type == "scatter" and trace.x is not None and trace.y is not None else ()
    return ((x, y) for x, y in pairs if isinstance(x, Real) and isinstance(y, Real) and (x > 0 or not log))


def _above(note: Any) -> bool:
    """Whether the words stand over a bar, from the left edge of the plot on."""
    return note.xref == "paper" and note.x == 0


def _legend_lines(fig: go.Figure, width: float) -> int:
    """How many lines the legend takes at this width, each entry as wide as the longest."""
    names = [trace.name for trace in fig.data if trace.name and trace.showlegend is not False]
    across = width // (KEY * max(map(_widest, names), default=0) + 45)
    return math.ceil(len(names) / max(across, 1))


def _rebroken(text: str | None, width: float) -> tuple[str, int]:
    """The text in lines no wider than `width` Chinese characters, and how many lines that adds; markup has no width."""
    if not text:
        return "", 0
    found, used, breaks = [], 0.0, 0
    for piece in _PIECE.findall(text.replace("<br>", "\n")):
        wide = 0.0 if piece.startswith("<") else sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in piece)
        if piece == "\n" or (used + wide > width and piece not in _CLOSING):
            found.append("<br>")
            used, breaks = 0.0, breaks + 1
        if piece != "\n":
            found.append(piece)
            used += wide
    return "".join(found), breaks - text.count("<br>")


def _make_room_beside_bars(fig: go.Figure) -> None:
    """Widen an axis of amounts until the words beside its marks are not cut; the names at its left keep what they need."""
    reach = fig.layout.xaxis.range
    if not reach or not all(isinstance(end, Real) for end in reach) or not any(_lying(trace) for trace in fig.data):
        return
    words = list(_words_beside(fig))
    room = PLOT - 12 - LETTER * _widest_name(fig)
    low, high = (float(end) for end in reach)
    ends = [(float(end) - low) / max(1 - LETTER * _widest(text) / room, 0.2) for end, text in words if text and room > 0]
    fig.update_xaxes(range=[low, max(high, low + max(ends, default=0.0))], nticks=4)


def _crowded(fig: go.Figure) -> bool:
    """Whether names at the left and words at the right leave the marks of a few rows less than LEAST of the width."""
    names, words = _row_names(fig), [text for _, text in _words_beside(fig) if text]
    if not words or not 0 < len(names) <= RAISED or any(map(_above, fig.layout.annotations)) or not all(map(_lying, fig.data)):
        return False
    return PLOT - LETTER * (min(_widest_name(fig), NAME) + max(map(_widest, words))) < LEAST * PLOT


def _raise_names(fig: go.Figure) -> None:
    """Names stand over the marks of their rows, so that marks and words have the whole width."""
    thick, lines = max((bar.width for bar in fig.select_traces({"type": "bar"}) if isinstance(bar.width, Real)), default=THICK), 1
    for row, name in _row_names(fig).items():
        text, more = _rebroken(name.replace("<br>", ""), ABOVE)
        lines = max(lines, 1 + more)
        place = {"x": 0, "xref": "paper", "y": row, "xanchor": "left", "yanchor": "bottom", "yshift": thick * SLOT / 2, "align": "left"}
        fig.add_annotation(text=text, showarrow=False, font={"size": 11}, **place)
    margin, slot = fig.layout.margin, SLOT + 15 * (lines - 1)
    fig.update_layout(height=(margin.t or 0) + (margin.b or 0) + slot * len(_row_names(fig)), bargap=1 - THICK)
    fig.update_yaxes(showticklabels=False)


def _row_names(fig: go.Figure) -> dict[str, str]:
    """What is written at each row of marks, by the name of the row; nothing where rows are numbered."""
    axis = fig.layout.yaxis
    rows = dict.fromkeys(name for trace in fig.data if _lying(trace) and trace.y is not None for name in trace.y)
    written = dict(zip(axis.tickvals, axis.ticktext, strict=True)) if axis.ticktext is not None else {}
    return {row: written.get(row, row) for row in rows} if all(isinstance(row, str) for row in rows) else {}


def _widest_name(fig: go.Figure) -> float:
    """The width of the widest name at the left of the rows, in Chinese characters; 0 without names."""
    if fig.layout.yaxis.showticklabels is False:
        return 0.0
    names = [
        *(fig.layout.yaxis.ticktext or ()),
        *(name for trace in fig.data if not fig.layout.yaxis.ticktext and trace.y is not None for name in trace.y if isinstance(name, str)),
    ]
    return max(map(_widest, names), default=0.0)


def _break_names(fig: go.Figure) -> None:
    """Break the names at the left of few rows into shorter lines."""
    axis = fig.layout.yaxis
    names = list(dict.fromkeys(name for trace in fig.data if _lying(trace) and trace.y is not None for name in trace.y if isinstance(name, str)))
    shown = axis.ticktext if axis.ticktext is not None and names else names
    if 0 < len(shown) <= ROWS:
        broken = [_rebroken(name.replace("<br>", ""), NAME)[0] for name in shown]
        fig.update_yaxes(tickvals=axis.tickvals if axis.tickvals is not None else names, ticktext=broken, tickfont={"size": 11})


def _lying(trace: Any) -> bool:
    """Whether the marks of a trace stand in rows with names."""
    return getattr(trace, "orientation", None) == "h" or (trace.type == "scatter" and trace.y is not None and any(isinstance(name, str) for name in trace.y))


def _words_beside(fig: go.Figure) -> Iterator[tuple[float, str]]:
    """Where the words beside marks begin, and the words."""
    yield from ((note.x, note.text) for note in fig.layout.annotations if note.xref in (None, "x") and note.xanchor == "left")
    for trace in fig.data:
        beside = trace.textposition == "outside" if trace.type == "bar" else trace.type == "scatter" and trace.textposition == "middle right"
        if beside and trace.x is not None and isinstance(trace.text, (tuple, list)):
            base = trace.base if trace.type == "bar" and isinstance(trace.base, (tuple, list)) else [0] * len(trace.x)
            yield from ((float(start) + float(length), words) for start, length, words in zip(base, trace.x, trace.text) if length is not None and words)


def _widest(text: str) -> float:
    """The width of the widest line, in Chinese characters."""
    lines = re.split("<br>|\n", text)
    return max(sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in re.sub("<[^>]*>", "", line)) for line in lines)


def _thin_ticks(fig: go.Figure) -> None:
    """Leave out every second of many labels under the plot."""
    axis = fig.layout.xaxis
    if axis.tickvals is not None and len(axis.tickvals) > TICKS:
        axis.update(tickvals=axis.tickvals[::2], ticktext=axis.ticktext[::2] if axis.ticktext is not None else None)
