"""For every metric with a dimension the parts add up to the whole."""

import math

import pytest

from analytics.metrics import METRICS, run

# What adds up; means, medians and ratios do not, they are tested against their own sums.
ADDING = {
    "projects",
    "counted",
    "not_counted",
    "zero_budget",
    "budget",
    "executed",
    "unspent",
    "scored",
    "unscored",
    "below",
    "below_budget",
    "in_doubt",
    "moved",
    "carry_over_added",
    "in_year_change",
    "outturn_difference",
    "backwards",
    "backwards_budget",
    "verified_budget",
    "unverified_budget",
    "contradicted_budget",
    "verified_executed",
    "unverified_executed",
    "contradicted_executed",
    "amount_printed",
    "indicators",
    "weight",
    "score",
    "n",
    "by_ratio",
    "by_other_rule",
}
ASKED = [(name, by) for name, metric in METRICS.items() for by in metric.dimensions if ADDING & set(metric.columns)]


@pytest.mark.parametrize(("name", "by"), ASKED)
def test_parts_add_up_to_the_whole(snapshot, name, by):
    whole, parts = run(snapshot, name), run(snapshot, name, by=by)
    for column in ADDING & set(whole.columns):
        assert math.isclose(whole[column].sum(), parts[column].sum(), abs_tol=1e-9), column


@pytest.mark.parametrize(("name", "key"), [("execution_distribution", "bin"), ("score_distribution", "bin_from"), ("grades", "grade")])
def test_each_bin_is_the_sum_of_the_same_bin_of_the_parts(snapshot, name, key):
    whole = run(snapshot, name).groupby(key)["projects"].sum()
    parts = run(snapshot, name, by="department").groupby(key)["projects"].sum()
    assert whole.to_dict() == parts.to_dict()


def test_every_project_is_in_a_grade_and_every_rate_in_a_bin(snapshot):
    whole = run(snapshot, "summary").iloc[0]
    rated = run(snapshot, "project_list").query("counted and execution_rate.notna()")
    assert run(snapshot, "grades")["projects"].sum() == whole["projects"]
    assert run(snapshot, "grades")["budget"].sum() == whole["budget"]
    assert run(snapshot, "execution_distribution")["projects"].sum() == len(rated)
    assert run(snapshot, "score_distribution")["projects"].sum() == whole["scored"]
    assert run(snapshot, "left_out")["projects"].sum() == whole["not_counted"]
    assert run(snapshot, "money_tree")["executed"].sum() == whole["executed"]


def test_facets_add_up_to_their_dimension(snapshot):
    facets = run(snapshot, "attainment").groupby("dimension")[["indicators", "scored", "weight", "score"]].sum()
    dimensions = run(snapshot, "attainment_dimension").set_index("dimension")[["indicators", "scored", "weight", "score"]]
    assert facets.sort_index().to_dict() == dimensions.sort_index().to_dict()


def test_money_is_split_by_what_it_rests_on(snapshot):
    whole = run(snapshot, "summary").iloc[0]
    assert math.isclose(whole["budget"], whole["verified_budget"] + whole["unverified_budget"] + whole["contradicted_budget"])


def test_a_tree_of_few_rows_holds_the_same_money(snapshot):
    whole, few = run(snapshot, "money_tree"), run(snapshot, "money_tree", rows=1)
    assert few["budget"].sum() == whole["budget"].sum()
    assert few["projects"].sum() == whole["projects"].sum() == 5
    assert sorted(few["name"]) == ["其余1个项目", "其余3个项目", "热线"]


def test_an_amount_beyond_all_reason_is_left_out_and_said(make_snapshot):
    small = make_snapshot()
    small.project("身份证号", 11010819900101, 5, district="甲区", department="甲局", fiscal_year=2021)
    small.project("平台", 100, 50, district="甲区", department="甲局", fiscal_year=2021)
    built = small.build()
    assert run(built, "summary").iloc[0]["budget"] == 100
    assert run(built, "left_out")[["reason", "projects"]].values.tolist() == [["unit_suspect", 1]]


def test_points_lost_at_single_indicators_add_up_to_those_of_their_level(snapshot):
    lost = run(snapshot, "attainment_lines", dimension="产出", rows=100_000)
    level = run(snapshot, "attainment_dimension").set_index("dimension").loc["产出"]
    assert float(lost["points_lost"].sum()) == pytest.approx(level["weight"] - level["score"])
    assert list(lost["points_lost"]) == sorted(lost["points_lost"], reverse=True)
