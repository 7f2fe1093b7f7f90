"""区际对比 and 项目档案 over years: a suggestion becomes a link when an auditor says so, and can be taken back."""

from __future__ import annotations

import pytest

from analytics.compare.link_book import LinkBook
from analytics.metrics import Filters, run
from analytics.store import Store
from tests.store.forms import form, reading


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    directory = tmp_path_factory.mktemp("two_years")
    store = Store(directory)
    store.commit([reading("一.xlsx", form("平台运维", year=2021), form("食堂补助", year=2021, number=2))], {}, "甲")
    store.commit([reading("二.xlsx", form("平台运维费", year=2022))], {}, "甲")
    store.commit([reading("三.xlsx", form("热线", district="朝阳区", department="朝阳区城市管理指挥中心", year=2022))], {}, "甲")
    store.close()
    return directory


def test_over_the_samples_it_says_what_is_too_few(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store, compare_part="历年变化", compare_scope="全部部门"))
    assert "丰台区执行率从2019年度的 99.7%到2021年度的 81.3%：2019年度可用的项目只有1个（少于10个），不作高低判断" in words
    assert "丰台区政务服务管理局新进入：有2021年度（18个项目），没有2019年度" in words
    assert "没有相似到可以提示的项目" in words


def test_one_year_says_what_is_missing(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store, compare_part="历年变化", year=["2021", "2022"]))
    assert "再导入同一部门另一个年度的自评表" in words


def test_an_auditor_confirms_and_takes_back(open_page, two_years, shown):
    app = open_page("compare", two_years, compare_part="历年变化")
    assert "有1对项目可能是同一项目的不同年度" in shown(app)
    chosen = next(each for each in app.multiselect if each.label == "哪些")
    chosen.set_value([chosen.options[0]] if chosen.options else []).run()
    app.button(key="links_confirmed").click().run()
    assert [each.value for each in app.exception] == []
    assert "已认定1对（确认1对）" in shown(app)
    project = project_of(two_years, "平台运维费")
    words = shown(open_page("project", two_years, project=project))
    assert "已确认2张自评表是同一项目，执行率从2021年度的 80.0%到2022年度的 80.0%" in words
    app = open_page("project", two_years, project=project)
    chosen = next(each for each in app.multiselect if "确认" in each.options[0])
    chosen.set_value([chosen.options[0]]).run()
    app.button(key="undo_undo").click().run()
    assert judged(two_years) == ()


def test_others_cannot_judge(open_page, two_years, shown):
    app = open_page("compare", two_years, compare_part="历年变化")
    app.session_state["identity_role"] = "viewer"
    app.run()
    assert "由审计人员或管理员认定。" in shown(app)
    assert not [each for each in app.button if each.key == "links_confirmed"]


def project_of(directory, name):
    store = Store(directory)
    found = run(store.snapshot(), "project_list", Filters(search=name)).iloc[0]["project_id"]
    store.close()
    return found


def judged(directory):
    store = Store(directory)
    found = LinkBook(store).judged()
    store.close()
    return found
