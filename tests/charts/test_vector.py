"""Figures as vectors: what stands in the figure stands in the picture, where it belongs, and nothing of a file is markup."""

from __future__ import annotations

from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from analytics.charts import theme
from analytics.charts.vector import vector
from analytics.charts.vector.scales import axis
from analytics.charts.vector.tree import Area, squares
from analytics.charts.vector.words import Run, lines_of, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure, **more):
    return ElementTree.fromstring(vector(figure, **more).svg)


def texts(root):
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def rects(root, colour):
    return [{name: float(one.get(name)) for name in ("x", "y", "width", "height")} for one in root.iter(f"{SVG}rect") if one.get("fill") == colour]


def bars(**more):
    return theme.figure("标题", "单位；n=2").add_bar(x=[10, 30], y=["甲", "乙"], orientation="h", marker_color="#111111", **more)


def test_bars_are_as_long_as_their_figures():
    one, other = rects(drawn(bars()), "#111111")
    assert other["width"] == pytest.approx(3 * one["width"], rel=0.01)
    assert one["x"] == other["x"]
    assert one["y"] > other["y"]


def test_title_key_source_and_caveats_are_in_the_picture():
    root = drawn(theme.source_note(bars(), "来源：自评表；数据版本 000002"), notes=("口径：按金额加权",))
    assert {"标题", "单位；n=2", "来源：自评表；数据版本 000002", "口径：按金额加权", "甲", "乙"} <= set(texts(root))


def test_stacked_bars_stand_on_each_other_and_waterfalls_hang():
    figure = bars().add_bar(x=[5, 5], y=["甲", "乙"], orientation="h", marker_color="#222222").update_layout(barmode="stack")
    root = drawn(figure)
    first, second = rects(root, "#111111")[0], rects(root, "#222222")[0]
    assert second["x"] == pytest.approx(first["x"] + first["width"], abs=0.2)
    steps = theme.figure("步").add_waterfall(
        x=["初", "调", "终"], y=[10, -4, 6], measure=["absolute", "relative", "total"], decreasing={"marker": {"color": "#333333"}},
        totals={"marker": {"color": "#444444"}}, text=["10", "-4", "6"],
    )  # fmt: skip
    root = drawn(steps)
    (fall,), (start, end) = rects(root, "#333333"), rects(root, "#444444")
    assert fall["y"] == pytest.approx(start["y"], abs=0.2)
    assert fall["y"] + fall["height"] == pytest.approx(end["y"], abs=0.2)


def test_points_lines_and_maps_are_drawn_and_blanks_are_not():
    figure = theme.figure("点").add_scatter(x=[1, None, 3], y=[1, 2, 3], mode="markers", marker={"symbol": ["circle", "circle", "diamond"]})
    root = drawn(figure.add_vline(x=2))
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    heat = theme.figure("图").add_heatmap(z=[[0.0, None], [0.5, 1.0]], zmin=0, zmax=1, colorscale=[[0, "#000000"], [1, "#ffffff"]], showscale=False)
    assert len(rects(drawn(heat), "#808080")) == 1


def test_a_tree_fills_its_area_with_parts_in_proportion():
    parts = squares([6.0, 3.0, 1.0], Area(0, 0, 100, 50))
    assert [part.wide * part.high for part in parts] == pytest.approx([3000, 1500, 500])
    figure = theme.figure("树").add_treemap(
        ids=["a", "b", "c"], parents=["", "a", "a"], labels=["全", "大", "小"], values=[0, 9, 1], text=["", "", ""], branchvalues="remainder"
    )
    figure.data[0].marker.colors = ["#f0f0f0", "#101010", "#202020"]
    root = drawn(figure)
    assert (
        rects(root, "#101010")[0]["width"] * rects(root, "#101010")[0]["height"] > 5 * rects(root, "#202020")[0]["width"] * rects(root, "#202020")[0]["height"]
    )


def test_text_of_files_is_text():
    name = '<script>alert("x")</script> & <b>'
    figure = theme.figure(name).add_bar(x=[1], y=["甲"], orientation="h", text=["&lt;i&gt;\x07"], textposition="outside")
    root = drawn(figure)
    assert {one.tag for one in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "rect", "text", "tspan", "path", "clipPath", "g")}
    assert name in texts(root)
    assert "<i>" in texts(root)


def test_words_know_bold_colour_and_breaks():
    assert lines_of("<b>甲</b>乙<br><span style='color:#123456'>丙</span>") == [(Run("甲", True), Run("乙")), (Run("丙", colour="#123456"),)]
    lines = wrapped("一二三四五，六七八九十", 10, 75)
    assert ["".join(run.text for run in line) for line in lines] == ["一二三四五，", "六七八九十"]
    assert all(width_of(line, 10) <= 75 for line in lines)
    lines = wrapped("甲乙丙丁戊4,956.69万元）", 10, 80)
    assert ["".join(run.text for run in line) for line in lines] == ["甲乙丙丁戊", "4,956.69万元）"]


def test_ticks_are_round_and_inside_the_range():
    figure = go.Figure().update_xaxes(range=[0, 97], nticks=6)
    assert [line[0][0].text for _, line in axis(figure, "x", (0, 1), ()).ticks()] == ["0", "20", "40", "60", "80"]
    figure = go.Figure().update_xaxes(range=[-2, 1], type="log", tickvals=[0.001, 0.1, 10])
    assert [line[0][0].text for _, line in axis(figure, "x", (0, 1), ()).ticks()] == ["0.1", "10"]


def test_a_figure_of_nothing_is_drawn():
    root = drawn(theme.figure("没有数据").add_bar(x=[], y=[], orientation="h").update_xaxes(range=[0, float("nan")]))
    assert "没有数据" in texts(root)


def test_an_unknown_kind_of_trace_is_an_error():
    with pytest.raises(KeyError):
        vector(go.Figure(go.Pie(values=[1])))
