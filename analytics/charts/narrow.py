"""A figure for a telephone: its title, its second line and its note broken to what 330 pixels hold, with the room they then need."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from numbers import Real
from typing import Any

import plotly.graph_objects as go

TITLE, SUBTITLE, NOTE = 18.5, 25.0, 28.0  # Chinese characters of a line, by size of letter
LINE = {TITLE: 22, SUBTITLE: 18, NOTE: 18}  # pixels of a further line
_PIECE = re.compile(r"<[^>]*>|&[a-z#0-9]+;|[0-9A-Za-z.,%=+−-]+|.", re.DOTALL)  # a figure is never broken
_CLOSING = "，。；：、）》”！？…"  # begin no line
TICKS = 7  # labels that have room under a plot
PLOT, LETTER = 300, 12.5  # pixels between the edges of a card, and of a Chinese character
ROWS, NAME = 8, 9.0  # names at the left that have room for more lines, and the Chinese characters of such a line
LONG = 15.0  # Chinese characters beside a mark for which a telephone has no room
BESIDE = 120  # pixels of a margin that holds a table of its own


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
        narrow.update_layout(legend={"x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"})
        top += LINE[SUBTITLE] * _legend_lines(narrow)
    if not pushed_aside(fig):
        _break_names(narrow)
        _make_room_beside_bars(narrow)
    _thin_ticks(narrow)
    _write_smaller(narrow)
    pad = (narrow.layout.title.pad.t or 10) + 11 * added
    narrow.update_layout(title={"text": title, "pad": {"t": pad}, "subtitle": {"text": small}})
    margin, whole = narrow.layout.margin, narrow.layout.height
    margin.update(t=(margin.t or 0) + top, b=(margin.b or 0) + bottom)
    return narrow.update_layout(height=(whole or 360) + top + bottom)


def pushed_aside(fig: go.Figure) -> bool:
    """Whether a figure is read at a width that no telephone has, and moved sideways within its card.

    Such are a map of cells, words inside bars, long words beside marks, words on both sides of them, a table in the margin.
    """
    bars = [trace for trace in fig.data if trace.type == "bar" and trace.textposition == "inside" and trace.text is not None]
    beside = any(note.xanchor == "left" and not _above(note) and _widest(note.text or "") > LONG for note in fig.layout.annotations)
    on_both_sides = any(trace.type == "scatter" and trace.textposition == "middle left" for trace in fig.data)
    cells = any(trace.type == "heatmap" for trace in fig.data)
    return beside or on_both_sides or cells or any(any(trace.text) for trace in bars) or (fig.layout.margin.r or 0) > BESIDE


def _write_smaller(fig: go.Figure) -> None:
    """Words over bars, which a line of a telephone has to hold."""
    for note in fig.layout.annotations:
        if _above(note) and note.xanchor == "left":
            note.update(font={"size": 10.5})
    fig.update_traces(textfont={"size": 10}, selector={"type": "waterfall"})


def _above(note: Any) -> bool:
    """Whether the words stand over a bar, from the left edge of the plot on."""
    return note.xref == "paper" and note.x == 0


def _legend_lines(fig: go.Figure) -> int:
    """How many lines the legend takes."""
    names = [trace.name for trace in fig.data if trace.name and trace.showlegend is not False]
    return math.ceil(sum(LETTER * _widest(name) + 45 for name in names) / (PLOT - 60))


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
    words = [*_words_beside(fig), *((note.x, note.text) for note in fig.layout.annotations if note.xref in (None, "x") and note.xanchor == "left")]
    names = [
        *(fig.layout.yaxis.ticktext or ()),
        *(name for trace in fig.data if not fig.layout.yaxis.ticktext and trace.y is not None for name in trace.y if isinstance(name, str)),
    ]
    room = PLOT - 12 - LETTER * max((_widest(name) for name in names), default=0.0)
    low, high = (float(end) for end in reach)
    ends = [(float(end) - low) / max(1 - LETTER * _widest(text) / room, 0.2) for end, text in words if text and room > 0]
    fig.update_xaxes(range=[low, max(high, low + max(ends, default=0.0))], nticks=4)


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
