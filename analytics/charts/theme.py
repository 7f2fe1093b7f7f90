"""The one look of every figure: one accent, greys, a rate scale that colour-blind people can read, nothing cut off.

`plotly.graph_objects` only: plotly.express costs fifteen times as much a figure.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from html import escape
from itertools import pairwise

import plotly.graph_objects as go

from analytics.charts.palette import ACCENT_SOFT, COLOURS, GREY_SOFT, GRID, NO_RATE, PALETTE

__all__ = [
    "ACCENT", "ACCENT_SOFT", "GREY", "GREY_SOFT", "INK", "NO_RATE",
    "PALETTE", "RATE_SCALE", "WARM", "apply", "district_colour", "figure", "legend", "rate_colour", "source_note",
]  # fmt: skip
FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','Noto Sans SC',sans-serif"
INK, GREY, ACCENT, WARM = (COLOURS[name][0] for name in ("ink", "grey", "accent", "warm"))

# Low execution is warm, the usual threshold of 80 % grey, full execution blue; red and green are never set against each other.
RATE_RANGE = (0.0, 1.0)
RATE_SCALE: list[list] = [[0.0, "#a8480a"], [0.4, "#d9813a"], [0.65, "#eabf93"], [0.8, "#d5dade"], [0.9, "#8fb5c9"], [1.0, "#1c5d85"]]

DISTRICT_COLOURS: dict[str, str] = {
    "丰台区": PALETTE[0],
    "朝阳区": PALETTE[1],
    "海淀区": PALETTE[2],
    "西城区": PALETTE[3],
    "东城区": PALETTE[4],
    "石景山区": PALETTE[5],
    "通州区": PALETTE[6],
    "大兴区": PALETTE[7],
}

_AXIS = {
    "automargin": True,
    "gridcolor": GRID,
    "zeroline": False,
    "ticks": "",
    "tickfont": {"size": 12, "color": INK},
    "title": {"font": {"size": 12, "color": GREY}, "standoff": 12},
    "separatethousands": True,
    "exponentformat": "none",
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": list(PALETTE),
        "separators": ".,",
        "margin": {"l": 12, "r": 16, "t": 64, "b": 16},
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 10, "l": 10},
            "font": {"size": 16, "color": INK},
        },
        "showlegend": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": GREY_SOFT, "activecolor": ACCENT},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": GREY_SOFT, "align": "left", "namelength": -1, "font": {"family": FONT, "size": 13, "color": INK}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "bgcolor": "rgba(0,0,0,0)", "font": {"size": 12}},
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.28,
        "uniformtext": {"minsize": 11, "mode": "hide"},
    }
)


def apply(fig: go.Figure) -> go.Figure:
    """Gives a figure the theme; returns it."""
    return fig.update_layout(template=TEMPLATE)


def figure(title: str, subtitle: str | None = None, height: int = 360, line: int = 34) -> go.Figure:
    """An empty figure in the theme: `title` states the finding, `subtitle` unit and n (plain text, never markup).

    plotly does not wrap titles: they are broken after `line` Chinese characters (34 fit half a page), the margin grows with them.
    """
    fig = apply(go.Figure())
    lines = _lines(title, line)
    small = _lines(subtitle, line * 4 // 3) if subtitle else []
    # plotly moves a title of several lines up by half of each further line: the padding brings it back.
    fig.update_layout(height=height, title={"text": f"<b>{'<br>'.join(lines)}</b>", "pad": {"t": 1 + 11 * len(lines)}})
    fig.update_layout(margin={"t": 26 + 22 * len(lines) + 18 * len(small)})
    if small:
        fig.update_layout(title={"subtitle": {"text": "<br>".join(small), "font": {"size": 12, "color": GREY}}})
    return fig


def legend(fig: go.Figure) -> go.Figure:
    """Shows the legend as one quiet line between title and plot, with room of its own; returns the figure."""
    top = fig.layout.margin.t or TEMPLATE.layout.margin.t
    return fig.update_layout(showlegend=True, margin={"t": top + 24})


def source_note(fig: go.Figure, text: str, below: int = 46) -> go.Figure:
    """Writes a small grey note under the chart, `below` pixels under the plot to clear ticks and axis title; returns the figure.

    It ends at the right edge, so that it may run under the labels on the left and is never cut.
    """
    lines = [escape(line, quote=False) for line in text.split("\n")]
    return fig.update_layout(margin={"b": below + 4 + 18 * len(lines)}).add_annotation(
        text="<br>".join(lines),
        x=1,
        xref="paper",
        xanchor="right",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-below,
        showarrow=False,
        align="right",
        font={"size": 11, "color": GREY},
    )


def _lines(text: str, width: int) -> list[str]:
    """The text broken at a mark of punctuation where one stands in the last third of a line; a Latin character is half a Chinese one."""
    lines, line, used = [], "", 0.0
    for character in text:
        line, used = line + character, used + (1.0 if ord(character) > 0x2E7F else 0.55)
        if used >= width or (used >= width * 2 / 3 and character in "，；。：、 " and len(text) > width):
            lines, line, used = [*lines, line], "", 0.0
    return [escape(each.strip(), quote=False) for each in [*lines, line] if each.strip()] or [""]


def district_colour(name: str, districts: Iterable[str] = ()) -> str:
    """The colour of a district, the same on every page; `districts` are those shown with it, which get others where colours suffice."""
    taken: dict[str, str] = {}
    for district in sorted({name, *districts}, key=lambda each: (each not in DISTRICT_COLOURS, each)):
        wanted = _own_colour(district)
        start = PALETTE.index(wanted)
        turns = [PALETTE[(start + step) % len(PALETTE)] for step in range(len(PALETTE))]
        taken[district] = next((colour for colour in turns if colour not in taken.values()), wanted)
    return taken[name]


def _own_colour(name: str) -> str:
    return DISTRICT_COLOURS.get(name) or PALETTE[zlib.crc32(name.encode()) % len(PALETTE)]


def rate_colour(rate: float | None) -> str:
    """The colour of one rate on `RATE_SCALE` as #rrggbb; nearly white where there is no rate."""
    if rate is None or math.isnan(rate):
        return NO_RATE
    place = min(max(rate, RATE_RANGE[0]), RATE_RANGE[1])
    (low, cold), (high, warm) = next(pair for pair in pairwise(RATE_SCALE) if place <= pair[1][0])
    share = (place - low) / (high - low)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(cold), _channels(warm)))


def _channels(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))  # type: ignore[return-value]
