"""Page 区际对比: each figure as a dot with its interval, districts one under another; grey where they cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain
from analytics.compare.apart import Comparison, Group
from analytics.compare.figures import FIGURES, Figure
from analytics.compare.words import figure_words, span_words
from analytics.remembered import remembered
from analytics.wording import count

MOST = 12
"""Districts that are drawn of each figure: a hundred would be a picture of 18,000 pixels."""
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "pentagon", "star", "hexagon")


@remembered
def intervals(found: Mapping[str, Comparison], source: str) -> go.Figure:
    """Every figure for which at least two districts have enough projects, on one scale from 0 to full marks."""
    shown = [figure for figure in FIGURES if len(found[figure.name].groups) >= 2]
    title = _title(found, shown)
    left_out = f"；每项只画项目最多的{MOST}个区" if any(len(found[figure.name].groups) > MOST for figure in shown) else ""
    found = {name: _largest(comparison) for name, comparison in found.items()}
    most = max((len(found[figure.name].groups) for figure in shown), default=0)
    chart = theme.figure(title, f"点为数值，横线为95%区间，n为项目数；灰色表示分不出高低{left_out}", height=130 + len(shown) * (most + 1) * 23, line=60)
    ticks, top = [], 0.0
    for figure in shown:
        groups = found[figure.name].groups
        ticks.append((top - (len(groups) - 1) / 2, figure.label))
        for order, group in enumerate(groups):
            _dot(chart, top - order, figure, group, found[figure.name], order)
        top -= len(groups) + 0.9
    chart.update_yaxes(tickvals=[y for y, _ in ticks], ticktext=[label for _, label in ticks], showgrid=False, range=[top + 0.4, 0.9])
    chart.update_xaxes(tickformat=".0%", range=[-0.02, 1.5], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], title="与满分（或全部预算）之比")
    return theme.source_note(chart, source, below=52)


def _largest(comparison: Comparison) -> Comparison:
    """Those of its groups that one picture can hold, in their order: the ones with most projects."""
    kept = {group.name for group in sorted(comparison.groups, key=lambda group: -group.size)[:MOST]}
    return replace(comparison, groups=tuple(group for group in comparison.groups if group.name in kept))


def _dot(chart: go.Figure, y: float, figure: Figure, group: Group, comparison: Comparison, order: int) -> None:
    full = 1.0 if figure.format == "rate" else figure.full
    apart = any(pair.apart for pair in comparison.pairs if group.name in (pair.one, pair.other))
    colour = theme.district_colour(group.name, [each.name for each in comparison.groups]) if apart else theme.GREY
    low, high = group.interval.low / full, min(group.interval.high / full, 1.12)
    chart.add_scatter(x=[low, high], y=[y, y], mode="lines", line={"color": colour, "width": 3}, opacity=0.4, hoverinfo="skip")
    value, between = figure_words(figure, group.interval.value), span_words(figure, group.interval.low, group.interval.high)
    chart.add_scatter(
        x=[group.interval.value / full], y=[y], mode="markers", cliponaxis=False, hoverinfo="text", customdata=[[group.name]],
        marker={"size": 11, "color": colour, "symbol": SYMBOLS[order % len(SYMBOLS)]},
        hovertext=[f"<b>{plain(group.name)}　{figure.label}</b><br>数值 {value}<br>区间 {between}<br>n={count(group.size)}个项目<br>点击看这个区的项目"],
    )  # fmt: skip
    words = f"{plain(group.name)} <b>{value}</b>　<span style='color:{theme.GREY}'>{between}，n={count(group.size)}</span>"
    chart.add_annotation(x=1.0, y=y, text=words, showarrow=False, xanchor="left", xshift=44, font={"size": 12})


def _title(found: Mapping[str, Comparison], shown: list[Figure]) -> str:
    apart = [figure.label for figure in shown if found[figure.name].separable]
    if not shown:
        return "项目太少，不作比较"
    return f"能分出高低的只有：{'、'.join(apart)}" if apart else "各项数字都分不出高低：差异不显著，不宜排名"
