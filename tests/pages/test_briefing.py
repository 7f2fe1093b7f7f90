"""简报: the sentences with their evidence, and a decision taken on the page."""

from analytics.audit.use_decisions import UseDecisions
from analytics.store import Store


def test_the_page_reads_itself_and_links_to_evidence(open_page, sample_store, shown):
    words = shown(open_page("briefing", sample_store, year="2021"))
    assert all(word in words for word in ("支出多少", "谁落后，从何时起", "什么不能比", "监督员工资及管理费用", "建议收回", "建议压减", "优先保障"))
    assert 'href="/findings?' in words
    assert "year=2021" in words


def test_a_leader_decides_several_lines_at_once(open_page, own_store, shown):
    app = open_page("briefing", own_store)
    box = next(each for each in app.multiselect if each.key.startswith("decide_lines_recover"))
    chosen = list(box.value)
    next(each for each in app.button_group if each.key.startswith("decide_what_recover")).set_value("agreed")
    app.run()
    next(each for each in app.button if each.key.startswith("decide_save_recover")).click().run()
    assert [each.value for each in app.exception] == []
    store = Store(own_store)
    assert set(UseDecisions(store).current()) == set(chosen)
    store.close()
    assert "同意" in shown(app)
    next(each for each in app.multiselect if each.key.startswith("decide_lines_recover")).set_value(chosen)
    next(each for each in app.button_group if each.key.startswith("decide_what_recover")).set_value("taken_back")
    app.run()
    next(each for each in app.button if each.key.startswith("decide_save_recover")).click().run()
    store = Store(own_store)
    assert UseDecisions(store).current() == {}
    store.close()


def test_a_clerk_decides_nothing(open_page, own_store):
    app = open_page("briefing", own_store)
    app.session_state["identity_role"] = "clerk"
    app.run()
    assert [each.key for each in app.button if each.key.startswith("decide_save")] == []
