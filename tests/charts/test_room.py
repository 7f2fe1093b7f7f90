"""The names at the left of a plot have room before plotly measures them."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from analytics.charts import theme
from analytics.charts.drawn_once import drawn_once


def _left(figure: go.Figure) -> int:
    return drawn_once(theme.apply(figure).update_layout(margin={"l": 12}))["layout"]["margin"]["l"]


def _lying(names: list) -> go.Figure:
    return go.Figure(go.Bar(x=[1] * len(names), y=names, orientation="h"))


def test_the_longest_line_of_all_names_counts():
    assert _left(_lying(["财政局", "丰台区城市管理<br>监督指挥中心"])) == 7 * 12 + 13
    assert _left(_lying(["a", "b"]).update_yaxes(tickvals=["a", "b"], ticktext=["<b>二〇</b>", "A &amp; B"])) == 35 + 13


def test_smaller_letters_take_less():
    assert _left(_lying(["财政局"]).update_yaxes(tickfont_size=10)) == 3 * 10 + 13


@pytest.mark.parametrize(("tickformat", "room"), [(None, 15), (".0%", 21)])
def test_without_names_the_first_figure_stands_out(tickformat, room):
    assert _left(_lying(["甲"]).update_yaxes(showticklabels=False).update_xaxes(tickformat=tickformat)) == room


@pytest.mark.parametrize(
    "figure",
    [
        go.Figure(go.Scatter(x=[1], y=[2])),
        go.Figure(go.Treemap(labels=["甲"], parents=[""])),
        _lying(["很长的名字"]).update_yaxes(title_text="部门"),
        _lying(["很长的名字"]).update_yaxes(side="right"),
        _lying(["很长的名字"]).add_trace(go.Bar(x=[1], y=["甲"], xaxis="x2", yaxis="y2")),
    ],
    ids=["figures", "no axes", "a title", "at the right", "plots beside each other"],
)
def test_elsewhere_plotly_finds_the_room(figure):
    assert _left(figure) == 12
