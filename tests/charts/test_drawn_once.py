"""A figure is written down so that plotly finds its copy the same."""

from __future__ import annotations

import numpy
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawn_once import drawn_once


def test_the_theme_is_written_out_under_what_the_figure_says():
    figure = theme.apply(go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))).update_xaxes(tickfont_size=9, title_text="万元")
    layout = drawn_once(figure)["layout"]
    assert "template" not in layout
    assert (layout["font"]["family"], layout["hovermode"]) == (theme.FONT, "closest")
    assert layout["xaxis"]["tickfont"] == {"size": 9, "color": theme.INK}
    assert layout["xaxis"]["title"] == {"text": "万元", **theme.TEMPLATE.layout.xaxis.title.to_plotly_json()}
    assert layout["yaxis"] == theme.TEMPLATE.layout.yaxis.to_plotly_json()


def test_the_theme_says_nothing_that_writing_it_out_would_lose():
    assert theme.TEMPLATE.data.to_plotly_json() == {}
    assert not {"linecolor", "linewidth", "zerolinecolor"} & theme.TEMPLATE.layout.xaxis.to_plotly_json().keys()


def test_every_axis_of_a_figure_has_the_theme_and_a_figure_without_axes_has_none():
    beside = theme.apply(go.Figure([go.Scatter(x=[1], y=[1]), go.Scatter(x=[1], y=[1], xaxis="x2", yaxis="y2")]))
    assert {name for name in drawn_once(beside)["layout"] if "axis" in name} == {"xaxis", "yaxis", "xaxis2", "yaxis2"}
    tree = theme.apply(go.Figure(go.Treemap(labels=["甲"], parents=[""])))
    assert not [name for name in drawn_once(tree)["layout"] if "axis" in name]


def test_bars_have_no_grid_along_their_names_unless_it_is_asked_for():
    lying = theme.apply(go.Figure(go.Bar(x=[1], y=["甲"], orientation="h")))
    layout = drawn_once(lying)["layout"]
    assert layout["yaxis"]["showgrid"] is False
    assert "showgrid" not in layout["xaxis"]
    assert drawn_once(lying.update_yaxes(showgrid=True))["layout"]["yaxis"]["showgrid"] is True


def test_packed_numbers_are_written_as_lists():
    figure = go.Figure(go.Heatmap(z=numpy.array([[1.5, 2.0], [3.0, 4.0]]), x=numpy.array([1, 2])))
    trace = drawn_once(figure)["data"][0]
    assert (trace["z"], trace["x"]) == ([[1.5, 2.0], [3.0, 4.0]], [1, 2])


def test_a_chart_to_choose_from_is_told_so_before_it_is_drawn():
    figure = theme.apply(go.Figure(go.Bar(x=["甲"], y=[1]))).update_layout(hovermode="x unified")
    layout = drawn_once(figure, choosing=True)["layout"]
    assert (layout["clickmode"], layout["hovermode"], layout["dragmode"]) == ("event+select", "x unified", "pan")
    assert drawn_once(figure)["layout"]["dragmode"] is False
