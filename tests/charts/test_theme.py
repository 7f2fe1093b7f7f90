from analytics.charts import theme


def luminance(colour):
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_district_keeps_its_colour_whatever_stands_beside_it():
    alone = theme.district_colour("丰台区")
    assert theme.district_colour("丰台区", ["朝阳区", "某县", "海淀区"]) == alone
    assert abs(luminance(alone) - luminance(theme.district_colour("朝阳区"))) > 40


def test_districts_shown_together_differ():
    districts = ["丰台区", "朝阳区", "甲县", "乙县", "丙县", "丁县"]
    assert len({theme.district_colour(name, districts) for name in districts}) == len(districts)


def test_more_districts_than_colours_still_get_one():
    districts = [f"第{number}区" for number in range(30)]
    assert all(theme.district_colour(name, districts) in theme.PALETTE for name in districts)


def test_low_execution_is_the_warm_end():
    low, high = theme.rate_colour(0.1), theme.rate_colour(1.0)
    assert int(low[1:3], 16) > int(low[5:7], 16)
    assert int(high[1:3], 16) < int(high[5:7], 16)
    assert theme.rate_colour(None) == theme.rate_colour(float("nan")) == theme.NO_RATE
    assert theme.rate_colour(5) == high


def test_titles_are_text_and_never_markup():
    fig = theme.figure("<a href='x'>甲</a>", "单位：万元，n=3")
    assert "<a" not in fig.layout.title.text
    assert fig.layout.title.subtitle.text == "单位：万元，n=3"


def test_a_long_title_is_broken_and_given_room():
    short, long = theme.figure("短"), theme.figure("甲" * 80)
    assert long.layout.title.text.count("<br>") == 2
    assert long.layout.margin.t > short.layout.margin.t
    assert theme.figure("").layout.title.text == "<b></b>"


def test_a_legend_has_room_of_its_own():
    fig = theme.figure("标题")
    before = fig.layout.margin.t
    assert theme.legend(fig).layout.margin.t > before
    assert fig.layout.showlegend


def test_a_note_makes_room_for_itself():
    fig = theme.figure("标题")
    before = fig.layout.template.layout.margin.b
    theme.source_note(fig, "数据来源：自评表")
    assert fig.layout.margin.b > before
    assert fig.layout.annotations[0].text == "数据来源：自评表"
