"""Page 专家评分: each expert's points as shares of the weight, items down, experts across."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain, shortened
from analytics.compare.panels import Sheet
from analytics.remembered import remembered
from analytics.wording import count, score

SCALE = [[0.0, "#a8480a"], [0.5, "#eabf93"], [0.75, "#e8ebee"], [0.9, "#3f7899"], [1.0, "#1c5d85"]]


@remembered
def points(sheet: Sheet, source: str) -> go.Figure:
    """A map of shares with the points written in; an item that nobody agrees on is seen as a row of several colours."""
    panel = sheet.panel
    shares = panel.points / panel.weights[:, None]
    figure = theme.figure(
        _title(sheet), f"格内为得分，颜色为占分值的比例；{count(sheet.experts)}位专家、{count(len(panel.items))}项", height=150 + 27 * len(panel.items), line=60
    )
    names = [f"{shortened(plain(name), 14)}（{score(weight)}分）" for name, weight in zip(panel.items, panel.weights, strict=True)]
    figure.add_heatmap(
        z=shares[::-1], x=[f"第{number}位" for number in range(1, sheet.experts + 1)], y=names[::-1], zmin=0, zmax=1, colorscale=SCALE, xgap=2, ygap=2,
        text=[[score(each) for each in row] for row in panel.points[::-1]], texttemplate="%{text}", hoverinfo="skip",
        colorbar={"tickformat": ".0%", "thickness": 10, "outlinewidth": 0, "len": 0.7},
    )  # fmt: skip
    figure.add_scatter(**_clicks(names, sheet.experts))
    figure.update_xaxes(side="top", showgrid=False, range=[-0.5, sheet.experts - 0.5])
    figure.update_layout(margin={"t": figure.layout.margin.t + 22})  # the axis stands between the title and the map
    figure.update_yaxes(showgrid=False, range=[-0.5, len(names) - 0.5])
    return theme.source_note(figure, source, below=16)


def _clicks(names: list[str], experts: int) -> dict[str, Any]:
    """Unseen marks over the cells, each with the place of its item: a heat map itself cannot be clicked."""
    return {
        "x": [f"第{number}位" for _ in names for number in range(1, experts + 1)],
        "y": [name for name in names for _ in range(experts)],
        "customdata": [[str(place)] for place in range(len(names)) for _ in range(experts)],
        "mode": "markers", "marker": {"size": 24, "opacity": 0, "symbol": "square"}, "hoverinfo": "none", "showlegend": False,
        "selected": {"marker": {"opacity": 0}}, "unselected": {"marker": {"opacity": 0}},
    }  # fmt: skip


def _title(sheet: Sheet) -> str:
    """The item on which the points lie farthest apart."""
    panel = sheet.panel
    spans = (np.nanmax(panel.points, axis=1) - np.nanmin(panel.points, axis=1)) / panel.weights
    if not len(spans) or not np.nanmax(spans):
        return "各位专家每一项都打了同样的分"
    widest = int(np.nanargmax(spans))
    low, high = np.nanmin(panel.points[widest]), np.nanmax(panel.points[widest])
    return f"分歧最大的是“{panel.items[widest]}”：{score(panel.weights[widest])}分中，最低给 {score(low)}，最高给 {score(high)}"
