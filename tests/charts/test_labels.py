from analytics.charts.labels import cut, shortened, width, wrapped
from analytics.charts.placement import positions


def test_a_chinese_character_takes_two_columns():
    assert [width("区"), width("a区1")] == [2, 4]


def test_a_short_name_stays_whole_and_a_long_one_ends_in_an_ellipsis():
    assert [cut("城管通系统经费", 20), cut("城管通系统经费", 8)] == ["城管通系统经费", "城管通…"]


def test_a_wrapped_name_loses_nothing_that_fits():
    assert wrapped("丰台区城市管理监督指挥中心", 20).replace("<br>", "") == "丰台区城市管理监督指挥中心"
    assert wrapped("服装费", 20) == "服装费"


def test_every_line_of_a_wrapped_name_fits():
    lines = wrapped("北京市朝阳区城市管理指挥中心网格化城市服务管理系统平台运维经费", 20, 3).split("<br>")
    assert len(lines) == 3
    assert max(map(width, lines)) <= 20


def test_markup_in_a_name_is_made_harmless():
    assert shortened("<b>甲", 20) == "&lt;b&gt;甲"
    assert wrapped("<a>乙", 20) == "&lt;a&gt;乙"


def test_a_name_goes_to_the_side_where_there_is_room():
    assert positions([(0.5, 0.5, "甲")], [], (400, 200)) == ["middle right"]
    assert positions([(0.99, 0.5, "很长的名称")], [], (400, 200)) == ["middle left"]


def test_a_name_without_room_is_left_to_the_hover():
    crowd = [(0.5 + across / 40, 0.5 + up / 20) for across in range(-8, 9) for up in range(-4, 5) if across or up]
    assert positions([(0.5, 0.5, "很长的名称")], crowd, (400, 200)) == [None]


def test_two_neighbouring_names_do_not_cover_each_other():
    first, second = positions([(0.5, 0.5, "甲项目"), (0.5, 0.51, "乙项目")], [], (400, 200))
    assert first != second
