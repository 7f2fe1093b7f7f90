from analytics.charts import theme
from analytics.charts.alternative import in_words
from analytics.charts.narrow import narrowed, pushed_aside
from analytics.charts.placement import name_points


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


def crowded_bars(words):
    fig = theme.figure("未执行", height=300)
    fig.add_bar(x=[2, 1], y=["丰台区城市管理监督指挥中心", "朝阳区城市管理指挥中心"], orientation="h", width=0.5, text=[words, ""], textposition="outside")
    return fig.update_xaxes(range=[0, 4])


def test_names_go_over_bars_that_names_and_words_would_leave_no_room():
    narrow = narrowed(crowded_bars("89.5%　未执行 214.66 万元"))
    assert [(note.text, note.y, note.x, note.xref) for note in narrow.layout.annotations] == [(name, name, 0, "paper") for name in narrow.data[0].y]
    assert narrow.layout.yaxis.showticklabels is False
    assert 2 / narrow.layout.xaxis.range[1] > 0.4  # of the width, for the longest bar


def test_names_stay_beside_bars_that_have_room():
    narrow = narrowed(crowded_bars("2"))
    assert not narrow.layout.annotations
    assert narrow.layout.yaxis.showticklabels is not False


def dots(words=""):
    """Two groups of two rows, with words at the right edge, or four rows with words on both sides of the marks."""
    fig = theme.figure("各项数字都分不出高低", height=300)
    places = [0.0, -1.0, -2.9, -3.9]
    for y in places:
        fig.add_scatter(x=[0.2, 0.9], y=[y, y], mode="markers+text", textposition=None if words else "middle left")
        if words:
            fig.add_annotation(x=1.0, y=y, text=words, xanchor="left", xshift=44, showarrow=False)
    ticks = [-0.5, -3.4] if words else places
    fig.update_yaxes(tickvals=ticks, ticktext=[f"名称{at}" for at in range(len(ticks))], range=[-4.5, 0.9])
    return fig.update_xaxes(range=[0, 1.5])


def test_names_and_long_words_go_over_their_rows_where_a_telephone_has_no_room_beside_them():
    for fig, tops in ((dots("丰台区 89.5%　59.3% 至 100.0%，n=13"), [0.0, -2.9]), (dots(), [0.0, -1.0, -2.9, -3.9])):
        narrow = narrowed(fig)
        names = [note for note in narrow.layout.annotations if "名称" in note.text]
        assert [note.y for note in names] == tops
        assert all(note.x == 0 and note.xref == "paper" and note.yanchor == "bottom" for note in narrow.layout.annotations)
        assert narrow.layout.yaxis.showticklabels is False
        assert not pushed_aside(fig)
    assert narrowed(dots("丰台区 89.5%　59.3% 至 100.0%，n=13")).layout.xaxis.range[1] < 1


def test_names_of_points_that_a_telephone_has_no_room_for_are_left_out():
    fig = theme.figure("低于80%")
    points = [(10.0, 0.5, "城指中心监管数据无线采集"), (14.0, 0.5, "接诉即办工作经费")]
    name_points(fig, points, [], ((0.0, 3.0), (0.0, 1.0)), (2000, 800), log=True)
    fig.update_xaxes(type="log", range=[0, 3]).update_yaxes(range=[0, 1])
    assert all(fig.data[-1].text)
    assert [bool(name) for name in narrowed(fig).data[-1].text] == [True, True]
    crowded = [(10.0 + step, 0.5, "城指中心监管数据无线采集") for step in range(8)]
    many = name_points(theme.figure("低于80%"), crowded, [], ((0.0, 3.0), (0.0, 1.0)), (9000, 800), log=True)
    many.update_xaxes(type="log", range=[0, 3]).update_yaxes(range=[0, 1])
    assert 0 < sum(map(bool, narrowed(many).data[-1].text)) < len(many.data[-1].text)


def test_a_legend_beside_the_words_gets_lines_of_its_own():
    fig = theme.figure("执行率", "每点一个项目；n=43", height=400)
    for name in ("丰台区（31个）", "朝阳区（12个）"):
        fig.add_scatter(x=[1.0, 2.0], y=[0.5, 1.0], mode="markers", name=name)
    beside = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
    fig.update_layout(showlegend=True, legend=beside, margin={"r": 52})
    plain = narrowed(fig.update_layout(showlegend=False)).layout.margin.t
    assert narrowed(fig.update_layout(showlegend=True)).layout.margin.t == plain + 2 * 18
