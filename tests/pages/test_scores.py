"""得分分布 over the real forms: scored projects as dots, unscored ones said in words and never drawn at zero."""

from __future__ import annotations

import json


def titles(app) -> str:
    return "\n".join(json.loads(chart.proto.spec)["layout"]["title"]["text"].replace("<br>", "") for chart in app.get("plotly_chart"))


def test_scored_and_unscored_are_both_said(open_page, sample_store, shown):
    words = shown(open_page("scores", sample_store))
    assert "31个项目" in words
    assert "12个未评分" in words


def test_the_titles_state_findings(open_page, sample_store):
    found = titles(open_page("scores", sample_store))
    assert "31个有总分的项目中，29个在90分及以上" in found
    assert "3个项目执行率低于80%，自评仍在90分及以上" in found


def test_a_district_without_scores_has_no_empty_charts(open_page, sample_store, shown):
    app = open_page("scores", sample_store, district="朝阳区")
    assert "12个项目都没有填写总分" in shown(app)
    assert titles(app) == "<b>12个项目都没有评分</b>"


def test_no_score_is_drawn_at_zero(open_page, sample_store):
    for chart in open_page("scores", sample_store).get("plotly_chart"):
        figure = json.loads(chart.proto.spec)
        if figure["layout"]["xaxis"]["title"]["text"].startswith("自评得分"):
            assert "0" not in json.dumps(figure["data"][0].get("x")).strip("[]").split(", ")
