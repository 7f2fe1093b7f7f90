from analytics.charts import theme
from analytics.charts.alternative import in_words
from analytics.charts.narrow import narrowed


def bars():
    fig = theme.figure("丰台区城市管理监督指挥中心未执行 214.66 万元，为各部门最多", "浅色为预算；n=43个计入合计的项目")
    fig.add_bar(x=[2, 1], y=["甲", "乙"], orientation="h", text=["<b>未执行 2 万元</b>", "1 万元"], textposition="outside")
    fig.update_xaxes(range=[0, 2])
    return theme.source_note(fig, "来源：项目支出绩效自评表；范围：全部项目；数据版本 000002")


def test_a_title_is_broken_for_a_telephone_and_no_figure_with_it():
    narrow = narrowed(bars())
    lines = narrow.layout.title.text.replace("<b>", "").replace("</b>", "").split("<br>")
    assert len(lines) == 2
    assert any("214.66" in line for line in lines)
    assert not any(line.startswith("，") for line in lines)


def test_what_is_broken_gets_room_and_words_beside_bars_too():
    wide, narrow = bars(), narrowed(bars())
    assert narrow.layout.margin.t > wide.layout.margin.t
    assert narrow.layout.margin.b > wide.layout.margin.b
    assert narrow.layout.height - wide.layout.height == narrow.layout.margin.t - wide.layout.margin.t + narrow.layout.margin.b - wide.layout.margin.b
    assert narrow.layout.xaxis.range[1] > wide.layout.xaxis.range[1]
    assert wide.layout.xaxis.range == (0, 2)


def test_markup_survives_the_breaking():
    fig = theme.figure("甲" * 40)
    fig.update_layout(title={"subtitle": {"text": "<span style='color:#111111'>■</span>0%　" * 8}})
    small = narrowed(fig).layout.title.subtitle.text
    assert small.count("<span") == small.count("</span>") == 8


def test_a_chart_says_in_words_what_it_shows():
    said = in_words(bars())
    assert said.startswith("丰台区城市管理监督指挥中心未执行 214.66 万元，为各部门最多。浅色为预算")
    assert "甲 未执行 2 万元；乙 1 万元" in said
    assert "来源：项目支出绩效自评表" in said
    assert "<" not in said
    assert in_words(theme.figure("")) is None
