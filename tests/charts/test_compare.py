import pandas as pd

from analytics.charts import compare
from analytics.charts.theme import GREY, district_colour

BOTH = ["丰台区", "朝阳区"]
DISTRICT = {
    "budget": 100.0, "backwards": 0, "backwards_budget": 0.0,
    "execution_rate": 0.9, "counted": 13, "median_rate": 0.99, "rated": 13, "below_share": 0.3, "score_mean": 93.8, "scored": 13, "output_attainment": 0.95,
    "output_scored": 90, "benefit_attainment": 0.94, "benefit_scored": 43, "satisfaction_attainment": 0.96, "satisfaction_scored": 15,
}  # fmt: skip
UNSCORED = {"score_mean": None, "scored": 0, "output_attainment": None, "output_scored": 0, "benefit_attainment": None, "benefit_scored": 0,
            "satisfaction_attainment": None, "satisfaction_scored": 0}  # fmt: skip
POINT = {"project_id": "a1", "name": "律师费", "department": "中心", "district": "朝阳区", "execution_rate": 1 / 3, "execution_score": 9.0,
         "execution_weight": 10.0,
         "score_share": 0.9, "score_gap": 0.567, "follows_rate": False, "budget_base": 12.0}  # fmt: skip


def words(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_missing_scores_are_said_and_not_drawn_as_zero():
    frame = pd.DataFrame([{"district": "丰台区", **DISTRICT}, {"district": "朝阳区", **DISTRICT, **UNSCORED}])
    figure = compare.measures(frame, 0.8, "来源")
    assert words(figure).count("朝阳区　无数据") == 4
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert len(marks) == 7 + 3


def test_every_figure_carries_what_it_rests_on():
    figure = compare.measures(pd.DataFrame([{"district": "丰台区", **DISTRICT}]), 0.8, "来源")
    assert all("n=" in text for text in words(figure)[:7])


def test_rates_of_budgets_written_backwards_are_grey():
    frame = pd.DataFrame([{"district": "丰台区", **DISTRICT, "backwards": 9, "backwards_budget": 80.0}])
    figure = compare.measures(frame, 0.8, "来源")
    marks = [trace.marker.color for trace in figure.data if trace.mode == "markers"]
    assert marks[:3] == [GREY] * 3
    assert GREY not in marks[3:]
    assert "预算数疑为倒填" in words(figure)[0]


def test_no_title_names_a_winner():
    frame = pd.DataFrame([{"district": name, **DISTRICT} for name in BOTH])
    title = compare.measures(frame, 0.8, "来源").layout.title.text
    assert "不宜排名" in title


def test_a_score_off_its_rate_is_named():
    follows = {
        **POINT,
        "project_id": "b2",
        "district": "丰台区",
        "execution_rate": 1.0,
        "execution_score": 10.0,
        "score_share": 1.0,
        "score_gap": 0.0,
        "follows_rate": True,
    }
    figure = compare.scoring(pd.DataFrame([follows, POINT]), "来源")
    assert "朝阳区有项目执行率33.3%仍得9分" in figure.layout.title.text
    assert "律师费<br>执行率33.3%，得9分" in words(figure)


def test_a_district_keeps_its_colour():
    points = pd.DataFrame([{**POINT, "district": name} for name in BOTH])
    colours = {trace.marker.color for trace in compare.rates(points, 0.8, "来源").data if trace.mode == "markers"}
    assert colours == {district_colour(name, BOTH) for name in BOTH}


def test_projects_of_the_same_rate_do_not_hide_each_other():
    points = pd.DataFrame([{**POINT, "project_id": str(number)} for number in range(9)])
    drawn = next(trace for trace in compare.rates(points, 0.8, "来源").data if trace.mode == "markers")
    assert len(set(drawn.y)) == 9


def test_nothing_to_draw_is_said():
    empty = pd.DataFrame(columns=list(POINT))
    assert "没有" in compare.scoring(empty, "来源").layout.title.text
    assert "没有" in compare.rates(empty, 0.8, "来源").layout.title.text
