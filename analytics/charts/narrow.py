"""A figure for a telephone: its title, its second line and its note broken to what 330 pixels hold, with the room they then need."""

from __future__ import annotations

import re

import plotly.graph_objects as go

TITLE, SUBTITLE, NOTE = 18.5, 25.0, 28.0  # Chinese characters of a line, by size of letter
LINE = {TITLE: 22, SUBTITLE: 18, NOTE: 18}  # pixels of a further line
_PIECE = re.compile(r"<[^>]*>|&[a-z#0-9]+;|[0-9A-Za-z.,%=+−-]+|.", re.DOTALL)  # a figure is never broken
_CLOSING = "，。；：、）》”！？…"  # begin no line
TICKS = 7  # labels that have room under a plot
MORE = 1.6  # how much wider an axis is, that the words beside its longest bar are not cut


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
        top += LINE[SUBTITLE]
    _make_room_beside_bars(narrow)
    _thin_ticks(narrow)
    pad = (narrow.layout.title.pad.t or 10) + 11 * added
    narrow.update_layout(title={"text": title, "pad": {"t": pad}, "subtitle": {"text": small}})
    margin, whole = narrow.layout.margin, narrow.layout.height
    margin.update(t=(margin.t or 0) + top, b=(margin.b or 0) + bottom)
    return narrow.update_layout(height=(whole or 360) + top + bottom)


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
    """Widen an axis of amounts whose bars have words beside them."""
    lying = any(trace.type == "bar" and trace.orientation == "h" for trace in fig.data)
    reach = fig.layout.xaxis.range
    if lying and reach and (fig.layout.annotations or any(trace.textposition == "outside" for trace in fig.data if trace.type == "bar")):
        low, high = float(reach[0]), float(reach[1])
        fig.update_xaxes(range=[low, low + (high - low) * MORE])


def _thin_ticks(fig: go.Figure) -> None:
    """Leave out every second of many labels under the plot."""
    axis = fig.layout.xaxis
    if axis.tickvals is not None and len(axis.tickvals) > TICKS:
        axis.update(tickvals=axis.tickvals[::2], ticktext=axis.ticktext[::2] if axis.ticktext is not None else None)
