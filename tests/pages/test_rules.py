"""规则 under AppTest: the rules in figures, one opened, one switched off with a reason and on again."""

from __future__ import annotations

from analytics.audit import RULES
from analytics.audit.casebook import Casebook
from analytics.store import Store

FIRST = next(iter(RULES))


def record(directory, rule=FIRST):
    store = Store(directory)
    found = next(one for one in Casebook(store).rules() if one.rule == rule)
    store.close()
    return found


def test_shows_how_each_rule_fared(open_page, sample_store, shown):
    app = open_page("rules", sample_store)
    rows = app.dataframe[0].value
    assert list(rows["规则"]) == [card.title for card in RULES.values()]
    assert rows["疑点"].sum() > 100
    assert RULES[FIRST].basis in shown(app)
    assert "计分规则" in [each.value for each in app.subheader]


def test_shows_only_the_rules_asked_for(open_page, sample_store):
    app = open_page("rules", sample_store)
    app.selectbox(key="rules_family").set_value("UNIT").run()
    assert set(app.dataframe[0].value["类别"]) == {"金额单位"}
    app.selectbox(key="rules_standing").set_value("已停用").run()
    assert "请放宽" in app.info[0].value


def test_without_data_the_rules_are_still_told(open_page, empty_store, shown):
    words = shown(open_page("rules", empty_store))
    assert "还没有数据" in words
    assert "没有运行" in words


def test_no_rule_is_switched_off_without_a_reason(open_page, own_store, shown):
    app = open_page("rules", own_store)
    app.button(key=f"rule_off_{FIRST}").click().run()
    assert "理由" in shown(app)
    assert not record(own_store).off


def test_a_rule_is_switched_off_with_a_reason_and_on_again(open_page, own_store, shown):
    app = open_page("rules", own_store)
    app.text_area(key=f"rule_reason_{FIRST}").input("本区<b>另有</b>规定").run()
    app.button(key=f"rule_off_{FIRST}").click().run()
    assert [each.value for each in app.exception] == []
    assert record(own_store).off_reason == "本区<b>另有</b>规定"
    assert "本区&lt;b&gt;另有&lt;/b&gt;规定" in shown(app)
    assert "1 条在本地停用" in shown(app)
    app.button(key=f"rule_on_{FIRST}").click().run()
    assert not record(own_store).off
