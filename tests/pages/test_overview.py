"""总览 over the real forms: known figures, what they leave out, and charts that say where they come from."""

from __future__ import annotations

import json

from pages._tables import PRINTED

KNOWN = {"项目数": "43", "全年预算": "6,113.08 万元", "全年执行数": "5,871.21 万元", "未执行金额": "241.88 万元", "低于阈值的项目": "8"}


def figures(app) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def titles(app) -> list[str]:
    return [figure["layout"]["title"]["text"] for figure in figures(app)]


def test_the_key_figures_are_those_of_the_forms(open_page, sample_store, shown):
    words = shown(open_page("overview", sample_store))
    assert [name for name, value in KNOWN.items() if name not in words or value not in words] == []


def test_forms_without_a_score_are_left_out_of_the_mean_and_counted(open_page, sample_store, shown):
    assert "不含12个没有总分的项目" in shown(open_page("overview", sample_store))


def test_the_filter_is_said_and_narrows_the_figures(open_page, sample_store, shown):
    words = shown(open_page("overview", sample_store, district="朝阳区"))
    assert "784.35 万元" in words
    assert "朝阳区" in words


def test_every_project_with_a_budget_is_a_leaf_of_the_tree(open_page, sample_store):
    tree = next(figure["data"][0] for figure in figures(open_page("overview", sample_store)) if figure["data"][0]["type"] == "treemap")
    leaves = set(tree["ids"]) - set(tree["parents"])
    assert len(leaves) == 43


def test_every_chart_states_its_source_and_its_number(open_page, sample_store):
    for figure in figures(open_page("overview", sample_store)):
        assert any(note["text"].startswith("来源：") for note in figure["layout"]["annotations"])
        assert "n=" in figure["layout"]["title"]["subtitle"]["text"]


def test_nothing_selected_is_said_instead_of_drawn(open_page, sample_store):
    app = open_page("overview", sample_store, year="2019", district="朝阳区")
    assert "没有项目" in app.info[0].value
    assert figures(app) == []


def test_projects_in_doubt_are_named_with_their_reason_and_their_dossier(open_page, sample_store, shown):
    words = shown(open_page("overview", sample_store))
    assert "单位更正：表头印万元，实为元" in words
    assert 'href="/project?project=' in words
    assert "城指中心内部审计专项经费" in words


def test_no_score_is_printed_with_the_noise_of_its_last_bit():
    assert "plain" not in PRINTED.values()  # the browser's plain format writes 94.9 as 94.89999999999999
