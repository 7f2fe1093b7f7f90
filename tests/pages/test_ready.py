"""A figure is made ready for the browser once, and as plotly itself would write it."""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io

from pages._ready import MOST, ready


def _bars(title: str) -> go.Figure:
    return go.Figure(go.Bar(x=[1, 2], y=["甲", "乙"], orientation="h", hovertext=["<b>甲</b><br>金额 1", "<b>乙</b><br>金额 2"])).update_layout(
        title_text=title
    )


def test_what_is_handed_out_is_the_figure_written_down():
    figure = _bars("甲最少")
    found = ready(figure, narrow=False)
    assert plotly.io.to_json(found.figure.to_dict(), validate=False) == plotly.io.to_json(figure, validate=False)
    assert found.words.startswith("甲最少")
    assert "数据表（2行）" in found.table
    assert not found.aside
    assert ready(figure, narrow=False) is found


def test_figures_are_told_apart_however_many_there_are():
    titles = [f"第{number}张" for number in range(MOST + 5)]
    assert [ready(_bars(title), narrow=False).figure.to_dict()["layout"]["title"]["text"] for title in titles] == titles


def test_a_telephone_gets_a_figure_of_its_own():
    figure = _bars("一个很长的标题，在电话上一行放不下，要折成两行才看得全，宽屏上不用")
    assert ready(figure, narrow=True).figure.to_dict()["layout"]["height"] != ready(figure, narrow=False).figure.to_dict()["layout"].get("height")
