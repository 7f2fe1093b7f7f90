"""A simple picture as data, drawn alike on screen (here) and on paper (analytics/reports/native_chart.py): bars that may begin
anywhere, in two parts, each with its words.
"""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain, width, wrapped

MAIN, REST, QUIET = "main", "rest", "quiet"  # tones
COLOURS = {MAIN: theme.ACCENT, REST: theme.WARM, QUIET: theme.GREY}
SOFT = {MAIN: theme.ACCENT_SOFT, REST: "#e9b48a", QUIET: theme.GREY_SOFT}
ROW, AROUND = 46, 150  # pixels


@dataclass(frozen=True)
class Bar:
    """`start`, `length` and `rest` in the unit of the picture; the second part follows the first. `link` is a project_id."""

    label: str
    length: float
    words: str
    start: float = 0.0
    rest: float = 0.0
    tone: str = MAIN
    rest_tone: str = REST
    link: str | None = None


@dataclass(frozen=True)
class Picture:
    """`title` states the finding; `key` says what the parts are, with n; bars from top to bottom."""

    name: str
    title: str
    key: str
    unit: str  # 万元 | % (lengths are then ratios)
    bars: tuple[Bar, ...]


def drawn(picture: Picture, source: str) -> go.Figure:
    """The picture on screen."""
    bars = picture.bars
    figure = theme.figure(picture.title, picture.key, height=AROUND + ROW * max(len(bars), 2))
    rows = list(range(len(bars)))
    common = {
        "y": rows,
        "orientation": "h",
        "width": 0.5,
        "hoverinfo": "text",
        "hovertext": [f"<b>{plain(bar.label)}</b><br>{plain(bar.words)}" for bar in bars],
    }
    links = [[bar.link] for bar in bars] if any(bar.link for bar in bars) else None
    figure.add_bar(
        x=[bar.length for bar in bars], base=[bar.start for bar in bars], marker_color=[COLOURS[bar.tone] for bar in bars], customdata=links, **common
    )
    ends = [bar.start + bar.length for bar in bars]
    figure.add_bar(x=[bar.rest for bar in bars], base=ends, marker_color=[SOFT[bar.rest_tone] for bar in bars], customdata=links, **common)
    most = max((end + bar.rest for end, bar in zip(ends, bars, strict=True)), default=1) or 1
    for row, bar in zip(rows, bars, strict=True):
        figure.add_annotation(x=bar.start + bar.length + bar.rest, y=row, text=plain(bar.words), showarrow=False, xanchor="left", xshift=6, font={"size": 12})
    longest = max((width(bar.words) for bar in bars), default=10)
    figure.update_xaxes(range=[0, most * (1 + min(longest / 42, 1.1))], tickformat=".0%" if picture.unit == "%" else None, title=_axis(picture.unit))
    if picture.unit == "%":
        figure.update_xaxes(tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    figure.update_yaxes(tickvals=rows, ticktext=[wrapped(bar.label, 20, 2) for bar in bars], range=[len(bars) - 0.4, -0.6], showgrid=False)
    return theme.source_note(figure.update_layout(barmode="overlay"), source)


def _axis(unit: str) -> str:
    return "执行率" if unit == "%" else unit


def in_words(picture: Picture) -> list[list[str]]:
    """The picture as rows of words: for who cannot see it."""
    return [[bar.label, bar.words] for bar in picture.bars]
