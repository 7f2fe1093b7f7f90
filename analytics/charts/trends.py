"""Page 区际对比 and 项目档案: a figure over years. A year without data breaks the line to dashes; a single year is a dot without a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.compare import SYMBOLS
from analytics.charts.labels import plain
from analytics.compare.trends import Trend, TrendMeasure, figure_label
from analytics.metrics.backwards import SHORT
from analytics.remembered import remembered
from analytics.wording import count

LINE = 0.075  # height of a line of words, as a share of the axis
AXES = {"rate": ".0%", "score": ".0f", "money": ",.0f"}


@remembered
def trends(found: Sequence[Trend], measure: TrendMeasure, title: str, source: str) -> go.Figure:
    """One line a district or department through its years, the value and n at every point."""
    hollow = f"；空心：{SHORT}，不宜比较" if measure.format == "rate" and any(trend.greyed(row) for trend in found for row in trend.years) else ""
    unit = "，万元" if measure.format == "money" else ""
    chart = theme.figure(title, f"{measure.label}{unit}；n为可用的项目数；虚线：中间有年度没有数据{hollow}", height=400, line=40)
    names = [trend.name for trend in found]
    for order, trend in enumerate(found):
        _line(chart, trend, measure, theme.district_colour(trend.name, names), SYMBOLS[order % len(SYMBOLS)])
    _words(chart, found, measure, _range(found, measure)[1])
    years = sorted({int(row["fiscal_year"]) for trend in found for row in trend.years})
    ends = [years[0] - 0.3, years[-1] + 0.3 + 0.25 * max(years[-1] - years[0], 1)] if years else None  # on the right the words of the last year
    chart.update_xaxes(tickvals=years, ticktext=[f"{year}年度" for year in years], range=ends, showgrid=False)
    chart.update_yaxes(tickformat=AXES[measure.format], range=_range(found, measure))
    return theme.source_note(theme.legend(chart) if len(names) > 1 else chart, source, below=36)


def _line(chart: go.Figure, trend: Trend, measure: TrendMeasure, colour: str, symbol: str) -> None:
    rows = [row for row in trend.years if pd.notna(row[measure.name])]
    for before, after in pairwise(rows):
        solid = after["fiscal_year"] - before["fiscal_year"] == 1
        chart.add_scatter(
            x=[before["fiscal_year"], after["fiscal_year"]], y=[before[measure.name], after[measure.name]], mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": colour, "width": 2, "dash": "solid" if solid else "dash"}, opacity=0.6,
        )  # fmt: skip
    greyed = [measure.format == "rate" and trend.greyed(row) for row in rows]
    chart.add_scatter(
        x=[row["fiscal_year"] for row in rows], y=[float(row[measure.name]) for row in rows], mode="markers", name=plain(trend.name), cliponaxis=False,
        marker={"size": 11, "color": [theme.GREY if grey else colour for grey in greyed], "symbol": [f"{symbol}-open" if grey else symbol for grey in greyed]},
        hovertext=[_hover(trend, measure, row) for row in rows], hoverinfo="text",
        customdata=[[trend.name, str(int(row["fiscal_year"]))] for row in rows],
    )  # fmt: skip


def _words(chart: go.Figure, found: Sequence[Trend], measure: TrendMeasure, top: float) -> None:
    """Value and n beside every point; those of one year are moved apart so far that they can be read."""
    points = [(row["fiscal_year"], float(row[measure.name]), row) for trend in found for row in trend.years if pd.notna(row[measure.name])]
    for year in sorted({year for year, _, _ in points}):
        own, lowest = sorted((value, row[measure.carried]) for at, value, row in points if at == year), -top
        for value, carried in own:
            lowest = max(value, lowest + LINE * top)
            text = f"<b>{figure_label(measure, value)}</b> <span style='color:{theme.GREY}'>n={count(carried)}</span>"
            chart.add_annotation(x=year, y=lowest, text=text, showarrow=False, xanchor="left", yanchor="bottom", xshift=4, yshift=3, font={"size": 12})


def _hover(trend: Trend, measure: TrendMeasure, row: Any) -> str:
    carried = f"n={count(row[measure.carried])}个项目"
    return f"<b>{plain(trend.name)}　{row['fiscal_year']:.0f}年度</b><br>{measure.label} {figure_label(measure, row[measure.name])}<br>{carried}<br>点击打开"


def _range(found: Sequence[Trend], measure: TrendMeasure) -> list[float]:
    """From zero, with room for the words above the highest point: a cut axis would make a small step look large."""
    values = [float(row[measure.name]) for trend in found for row in trend.years if pd.notna(row[measure.name])]
    return [0, max([*values, 1.0 if measure.format == "rate" else 0.0]) * 1.22 or 1]
