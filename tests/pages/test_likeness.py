"""雷同自评表 under AppTest: the most alike pair first, another one chosen, links that lead to the projects."""

from __future__ import annotations


def clean(app):
    assert [each.value for each in app.exception] == []
    return app


def test_the_most_alike_pair_stands_side_by_side(open_page, sample_store, shown):
    words = shown(clean(open_page("likeness", sample_store)))
    assert "最像的两张" in words
    assert "lens-two" in words
    assert "/project?project=" in words


def test_another_pair_and_another_department_can_be_chosen(open_page, sample_store, shown):
    app = open_page("likeness", sample_store)
    first = shown(app)
    app.selectbox(key="likeness_pair").set_value(3).run()
    assert shown(clean(app)) != first
    app.selectbox(key="likeness_group").set_value(1).run()
    assert app.selectbox(key="likeness_pair").value in range(200)
    assert "一字不差" in shown(clean(app))


def test_reasons_repeated_word_for_word_name_their_forms(open_page, sample_store, shown):
    words = shown(clean(open_page("likeness", sample_store, department="丰台区城市管理监督指挥中心")))
    assert "进一步做好项目社会效益指标设计和落实。" in words


def test_a_scope_without_two_forms_says_so(open_page, sample_store):
    app = clean(open_page("likeness", sample_store, year="2019"))
    assert "无从比较" in app.info[0].value


def test_all_forms_of_a_department_are_compared_whatever_their_money(open_page, sample_store, shown):
    app = clean(open_page("likeness", sample_store, rate="低于50%"))
    assert "不按资金规模和执行率筛选" in shown(app)
    assert "18张表" in app.selectbox(key="likeness_group").options[0]
