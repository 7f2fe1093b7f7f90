"""同类情形评分不一 under AppTest: facts widest apart first, their indicators with cells and links."""

from __future__ import annotations


def test_the_widest_apart_is_opened_with_its_indicators(open_page, sample_store, shown):
    app = open_page("uneven", sample_store)
    assert [each.value for each in app.exception] == []
    facts = app.dataframe[0].value
    assert facts["spread"].is_monotonic_decreasing
    assert app.subheader[0].value == facts.iloc[0]["fact_label"]
    assert "/project?project=" in shown(app)
    assert "H18" in shown(app)


def test_the_example_of_two_satisfactions_is_found(open_page, sample_store):
    rows = open_page("uneven", sample_store).dataframe[0].value
    found = rows[rows["fact_label"].str.startswith("满意度指标值 98%")]
    assert found[["lowest", "highest"]].round(1).to_numpy().tolist() == [[73.3, 80.0]]


def test_a_search_that_finds_nothing_draws(open_page, sample_store):
    app = open_page("uneven", sample_store)
    app.text_input(key="uneven_search").input("没有这样的情形").run()
    assert [each.value for each in app.exception] == []
    assert app.dataframe[0].value.empty


def test_nothing_uneven_is_said(open_page, sample_store, shown):
    assert "没有发现同样的情形" in shown(open_page("uneven", sample_store, year="2019"))
