"""The table of a chart, read off its marks."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts.drawn_table import drawn_table


def test_what_marks_say_becomes_columns_from_the_top_of_the_chart_down():
    said = [
        "<b>乙局</b><br>预算 2.00 万元，执行 1.00 万元<br>2个项目<br>点击打开项目档案",
        "<b>甲局</b><br>预算 1,000.00 万元，执行 0.00 万元<br>无说明<br>点击打开项目档案",
    ]
    drawn = drawn_table(go.Figure().add_bar(x=[2, 1000], y=["乙", "甲"], orientation="h", hovertext=said, customdata=[["b"], ["a"]]))
    assert drawn.heads == ("项", "预算", "执行", "项目数", "说明")
    assert drawn.rows == (("甲局", "1,000.00 万元", "0.00 万元", "", "无说明"), ("乙局", "2.00 万元", "1.00 万元", "2个项目", ""))
    assert drawn.projects == ("a", "b")
    assert drawn.numbers == {1, 2, 3}


def test_marks_of_one_thing_are_one_row():
    fig = go.Figure()
    fig.add_scatter(x=[1], y=[1], hovertext=["<b>甲</b><br>自评得分 90"])
    fig.add_scatter(x=[2], y=[1], hovertext=["<b>甲</b><br>重算得分 85"])
    fig.add_scatter(x=[3], y=[1], hovertext=["<b>甲</b><br>重算得分 80"])
    assert drawn_table(fig).rows == (("甲", "90", "85"), ("甲", "", "80"))


def test_a_map_of_cells_and_plain_bars_have_tables_too():
    cells = go.Figure().add_heatmap(z=[[1, 2]], x=["第1位", "第2位"], y=["立项"], text=[["1.5", "2"]])
    assert drawn_table(cells).rows == (("立项", "1.5", "2"),)
    bars = go.Figure().add_bar(x=["比率<br>重算"], y=[1200], name="错误").add_bar(x=["比率<br>重算"], y=[3], name="提示")
    assert (drawn_table(bars).heads, drawn_table(bars).rows) == (("项", "错误", "提示"), (("比率重算", "1,200", "3"),))


def test_a_change_is_a_figure_and_markup_of_a_file_stays_text():
    drawn = drawn_table(go.Figure().add_bar(x=[1], y=["甲"], hovertext=["<b>&lt;i&gt;甲</b><br>减少 5.00 万元"]))
    assert drawn.rows == (("<i>甲", "减少 5.00 万元"),)
