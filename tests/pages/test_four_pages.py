"""预决算差异, 区际对比, 部门决算 and 项目档案 over the real forms."""

from __future__ import annotations

import pytest

from analytics.metrics import run
from analytics.store import Store

CENTRE, BUREAU = "丰台区城市管理监督指挥中心", "丰台区政务服务管理局"


def project_id(directory, name):
    store = Store(directory)
    rows = run(store.snapshot(), "project_list")
    store.close()
    return rows[rows["name"] == name]["project_id"].iloc[0]


def test_differences_name_scope_base_and_what_is_left_out(open_page, sample_store, shown):
    words = shown(open_page("variance", sample_store))
    assert "基数：年初预算数。计入41个三项金额齐全的项目" in words
    assert "年初预算数空白" in words
    assert "减少 356.72 万元" in words


def test_departments_say_that_the_budget_is_derived_and_where_there_is_none(open_page, sample_store, shown):
    words = shown(open_page("variance", sample_store, variance_level="部门层面"))
    assert "推算" in words
    assert "年初为零，无增减率" in words
    assert "▲ 有矛盾" in words


def test_like_is_compared_with_like_at_first(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store))
    assert "丰台区：1个部门、13个项目" in words
    assert "不宜排名" in words
    assert "执行率33.3%得9分" in words


def test_all_departments_can_be_compared(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store, compare_scope="全部部门"))
    assert "丰台区：2个部门、31个项目" in words


def test_one_district_cannot_be_compared(open_page, sample_store, shown):
    app = open_page("compare", sample_store)
    app.multiselect(key="compared").set_value(["丰台区"]).run()
    assert "至少选择两个区" in shown(app)


def test_districts_to_compare_are_asked_once_and_begin_with_the_filter(open_page, sample_store, shown):
    app = open_page("compare", sample_store, district="丰台区")
    assert [each.key for each in app.multiselect if each.key in ("district", "compared")] == ["compared"]
    assert app.multiselect(key="compared").value == ["丰台区", "朝阳区"]
    assert 'lens-chip">丰台区' not in shown(app)
    app.switch_page("execution.py").run()
    assert app.multiselect(key="district").value == ["丰台区"]


def test_accounts_begin_with_the_department_of_the_filters(open_page, sample_store):
    assert open_page("accounts", sample_store).selectbox(key="account_department").value == CENTRE
    app = open_page("accounts", sample_store, department=BUREAU, year="2021")
    assert (app.selectbox(key="account_department").value, app.selectbox(key="account_year").value) == (BUREAU, 2021)


def test_accounts_show_what_contradicts_itself(open_page, sample_store, shown):
    words = shown(open_page("accounts", sample_store, account_department=BUREAU))
    assert "3,869.78 万元" in words
    assert "所写比率与金额不符：2行" in str([each.value for each in open_page("accounts", sample_store, account_department=BUREAU).subheader])
    assert "口径：全口径" in words


def test_accounts_set_reports_against_forms(open_page, sample_store, shown):
    words = shown(open_page("accounts", sample_store, account_department=CENTRE))
    assert "不一致的项目：接诉即办工作经费。报告提到而没有自评表的1个，有自评表而整体报告未列的2个" in words


def test_an_unknown_department_in_the_address_is_dropped(open_page, sample_store):
    app = open_page("accounts", sample_store, account_department="火星局", account_year="1900")
    assert [each.value for each in app.exception] == []


def test_a_project_is_shown_as_its_form(open_page, sample_store, shown):
    words = shown(open_page("project", sample_store, project=project_id(sample_store, "接诉即办工作经费")))
    assert "5.444" in words
    assert ">F6</a>" in words
    assert "得分不一致" in words
    assert "lens-sheet" in words


def test_a_corrected_unit_is_shown_with_its_proof(open_page, sample_store, shown):
    words = shown(open_page("project", sample_store, project=project_id(sample_store, "丰台区城指中心通讯保障资源运维项目")))
    assert "表上D6写“9122160”" in words
    assert "D23写“912.216万元”" in words


def test_an_unknown_project_is_said_and_others_offered(open_page, sample_store, shown):
    app = open_page("project", sample_store, project="<script>")
    assert "没有找到这个项目" in shown(app)
    assert len(app.dataframe[0].value) == 43


def test_without_a_project_one_can_be_searched(open_page, sample_store):
    app = open_page("project", sample_store)
    app.text_input(key="dossier_chooser_search").set_value("接诉即办").run()
    assert sorted(app.dataframe[0].value["name"]) == ["2021年市民服务热线“接诉即办”工作经费", "接诉即办工作经费"]


@pytest.mark.parametrize(("part", "words"), [("同类项目", "同一类项目"), ("逐个项目", "漏斗图"), ("全部指标", "执行率中位数")])
def test_every_part_of_the_comparison_draws(open_page, sample_store, shown, part, words):
    app = open_page("compare", sample_store, compare_part=part)
    assert [each.value for each in app.exception] == []
    assert words in shown(app) + "".join(chart.proto.spec for chart in app.get("plotly_chart"))
