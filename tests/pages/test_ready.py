"""A figure is made ready for the browser once, to be drawn once."""

from __future__ import annotations

import re
from pathlib import Path

import plotly.graph_objects as go

from analytics.charts.drawn_once import drawn_once
from pages._ready import AROUND, MOST, ready

STYLE = Path(__file__).resolve().parents[2] / "pages" / "_client" / "style.css"


def _bars(title: str) -> go.Figure:
    return go.Figure(go.Bar(x=[1, 2], y=["甲", "乙"], orientation="h", hovertext=["<b>甲</b><br>金额 1", "<b>乙</b><br>金额 2"])).update_layout(
        title_text=title
    )


def test_what_is_handed_out_is_the_figure_written_down():
    figure = _bars("甲最少")
    found = ready(figure, narrow=False)
    assert found.figure.to_dict() == drawn_once(figure)
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


def test_a_figure_is_as_high_as_its_card_leaves_room_for():
    found = ready(_bars("甲最少").update_layout(height=300), narrow=False)
    assert (found.height, found.figure.to_dict()["layout"]["height"]) == (300, 300 - AROUND)
    uneven = ready(_bars("甲最少").update_layout(height=300.5), narrow=False)
    assert (uneven.height, uneven.figure.to_dict()["layout"]["height"]) == (301, 301 - AROUND)
    card = re.search(r"stPlotlyChart\"\]\) \{ [^}]*border: (\d+)px [^}]*padding: ([\d.]+)px [\d.]+px ([\d.]+)px;", STYLE.read_text("utf-8"))
    border, above, below = map(float, card.groups())
    assert 2 * border + above + below == AROUND


def test_a_figure_whose_marks_can_be_chosen_is_another_one():
    figure = _bars("甲最少")
    assert ready(figure, narrow=False, choosing=True).figure.to_dict()["layout"]["dragmode"] == "pan"
    assert "dragmode" not in ready(figure, narrow=False).figure.to_dict()["layout"]
