"""The shared filter bar: from the address into the answer, kept from page to page, never trusted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analytics.metrics.addresses import AMOUNTS, RATES, bounds
from analytics.store import Store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("全部", (None, None)),
        (None, (None, None)),
        ("低于80%", (None, 0.8)),
        ("30-60", (0.3, 0.6)),
        ("30–60%", (0.3, 0.6)),
        ("60-30", None),
        ("30", None),
        ("-5-10", None),
        ("<script>", None),
    ],
)
def test_words_become_bounds_of_rates(words, found):
    assert bounds(words, RATES, 0.01) == (pytest.approx(found) if found and found[0] else found)


def test_amounts_are_in_wan():
    assert bounds("30-60万", AMOUNTS, 1) == (30, 60)


def test_the_address_sets_the_filters(open_page, sample_store, shown):
    app = open_page("overview", sample_store, year="2021", district="丰台区", rate="低于80%")
    assert app.multiselect(key="year").value == ["2021"]
    words = shown(app)
    assert "2021年度" in words
    assert "丰台区" in words
    assert "低于80%" in words


def test_values_that_do_not_exist_are_dropped(open_page, sample_store, shown):
    app = open_page("overview", sample_store, year="1066", district="亚特兰蒂斯区", rate="<b>x</b>")
    assert app.multiselect(key="year").value == []
    assert app.multiselect(key="district").value == []
    assert app.selectbox(key="rate").value == "全部"
    assert "全部项目" in shown(app)
    assert "地址里的 年度=1066、区=亚特兰蒂斯区 在数据中没有，已忽略" in shown(app)
    assert "已忽略" not in shown(app.run())


def test_departments_follow_the_chosen_districts(open_page, sample_store):
    app = open_page("overview", sample_store)
    everywhere = app.multiselect(key="department").options
    app.multiselect(key="district").set_value(["朝阳区"]).run()
    near = app.multiselect(key="department").options
    assert 0 < len(near) < len(everywhere)
    assert all(name.startswith("朝阳区") for name in near)


def test_a_department_of_a_district_no_longer_chosen_is_let_go(open_page, sample_store):
    app = open_page("overview", sample_store)
    app.multiselect(key="department").set_value(["朝阳区城市管理指挥中心"]).run()
    app.multiselect(key="district").set_value(["丰台区"]).run()
    assert app.multiselect(key="department").value == []


def test_filters_are_kept_on_the_next_page(open_page, sample_store):
    app = open_page("overview", sample_store)
    app.multiselect(key="district").set_value(["朝阳区"]).run()
    app.switch_page("execution.py").run()
    assert app.multiselect(key="district").value == ["朝阳区"]


def test_a_link_to_a_project_carries_the_filters_there_and_back(open_page, sample_store, shown):
    app = open_page("overview", sample_store, district="朝阳区", year="2021")
    chosen = "year=2021&amp;district=%E6%9C%9D%E9%98%B3%E5%8C%BA"
    project = Store(sample_store).snapshot().table("select min(project_id) as id from project").to_pylist()[0]["id"]
    app.query_params["project"] = project
    app.switch_page("project.py").run()
    assert f'href="/project?{chosen}" target="_self">换一个项目' in shown(app)


def test_an_address_of_a_page_without_the_bar_brings_its_filters_to_the_next(open_page, sample_store):
    app = open_page("project", sample_store, project="none", district="朝阳区")
    app.switch_page("execution.py").run()
    assert app.multiselect(key="district").value == ["朝阳区"]


def test_the_way_back_to_an_address_without_filters_takes_them_back(monkeypatch, open_page, sample_store):
    app = open_page("overview", sample_store, district="朝阳区")
    del app.query_params["district"]
    app.run()
    assert app.multiselect(key="district").value == ["朝阳区"]
    del app.query_params["district"]
    monkeypatch.setattr("pages._filters.get_script_run_ctx", lambda: SimpleNamespace(is_history_navigation=True))
    app.run()
    assert app.multiselect(key="district").value == []


def test_reset_takes_everything_back(open_page, sample_store, shown):
    app = open_page("overview", sample_store, year="2021", amount="10–100万")
    app.button(key="filters_reset").click().run()
    assert app.multiselect(key="year").value == []
    assert app.selectbox(key="amount").value == "全部"
    assert "全部项目" in shown(app)
