"""A simple picture as data, drawn alike on screen (here) and on paper (analytics/reports/native_chart.py): bars that may begin
anywhere, in two parts, each with its words.
"""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain, shortened
from analytics.remembered import remembered

MAIN, REST, QUIET = "main", "rest", "quiet"  # tones
COLOURS = {MAIN: theme.ACCENT, REST: theme.WARM, QUIET: theme.GREY}
SOFT = {MAIN: theme.ACCENT_SOFT, REST: "#e9b48a", QUIET: theme.GREY_SOFT}
ROW = 46  # pixels of a bar with its words
NAME, LINE = 26, 20  # columns of a name, Chinese characters of a line of the title: what a telephone can hold


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


@remembered
def drawn(picture: Picture, source: str) -> go.Figure:
    """The picture on screen: name and words stand over each bar, so that both fit a telephone as well."""
    bars, rows = picture.bars, list(range(len(picture.bars)))
    figure = theme.figure(picture.title, picture.key, line=LINE)
    ends = [bar.start + bar.length for bar in bars]
    _part(figure, bars, [bar.start for bar in bars], [bar.length for bar in bars], [COLOURS[bar.tone] for bar in bars])
    _part(figure, bars, ends, [bar.rest for bar in bars], [SOFT[bar.rest_tone] for bar in bars])
    for row, bar in zip(rows, bars, strict=True):
        words = f"{shortened(bar.label, NAME)}　<b>{plain(bar.words)}</b>"
        figure.add_annotation(x=0, xref="paper", y=row - 0.42, text=words, showarrow=False, xanchor="left", yanchor="middle", font={"size": 12})
    most = max((end + bar.rest for end, bar in zip(ends, bars, strict=True)), default=1) or 1
    figure.update_xaxes(range=[0, max(most, 1.0 if picture.unit == "%" else 0) * 1.02], title=_axis(picture.unit), nticks=6)
    if picture.unit == "%":
        figure.update_xaxes(tickformat=".0%")
    figure.update_yaxes(showticklabels=False, range=[len(bars) - 0.55, -0.8], showgrid=False)
    theme.source_note(figure.update_layout(barmode="overlay"), source)
    around = figure.layout.margin.t + figure.layout.margin.b
    return figure.update_layout(height=around + ROW * len(bars))


def _part(figure: go.Figure, bars: tuple[Bar, ...], begin: list[float], length: list[float], colours: list[str]) -> None:
    hover = [f"<b>{plain(bar.label)}</b><br>{plain(bar.words)}" for bar in bars]
    links = [[bar.link] for bar in bars] if any(bar.link for bar in bars) else None
    rows, look = list(range(len(bars))), {"orientation": "h", "width": 0.32, "hoverinfo": "text"}
    figure.add_bar(x=length, y=rows, base=begin, marker_color=colours, customdata=links, hovertext=hover, **look)


def _axis(unit: str) -> str:
    return "执行率" if unit == "%" else unit


def in_words(picture: Picture) -> list[list[str]]:
    """The picture as rows of words: for who cannot see it."""
    return [[bar.label, bar.words] for bar in picture.bars]
