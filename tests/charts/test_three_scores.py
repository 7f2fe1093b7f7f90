"""Three scores side by side: what lies between them, and bounds where something has no score."""

from __future__ import annotations

import pytest

from analytics.charts.three_scores import HEADINGS, gap_rows, three_scores
from analytics.metrics import run
from tests.audit.draft import Department, indicators


@pytest.fixture
def built():
    department = Department()
    department.evaluate("总分多写", total_score=99)
    department.evaluate("缺一项", rows=indicators((4, {"score": None})), total_score=70)
    return department.build()


@pytest.fixture
def rows(built):
    return run(built, "three_scores").set_index("name")


def test_the_gaps_lead_from_the_stated_score_to_the_common_one(rows):
    row = rows.loc["总分多写"]
    assert row["score_stated"] + row["gap_arithmetic"] == pytest.approx(float(row["score_recomputed"]))
    assert row["score_recomputed"] + row["gap_rule"] + row["gap_frame"] == pytest.approx(row["score_common"])


def test_first_levels_count_as_in_the_national_frame(rows):
    """产出 48 of 50, 效益 27 of 30, 满意度 10 of 10, execution 85 %."""
    assert rows.loc["总分多写", "score_common"] == pytest.approx(8.5 + 50 * 48 / 50 + 30 * 27 / 30 + 10)


def test_what_has_no_score_gives_bounds_and_no_mean(rows):
    row = rows.loc["缺一项"]
    assert row["score_common"] != row["score_common"]
    assert (row["score_common_low"], row["score_common_high"]) == pytest.approx((8.5 + 48 + 10, 8.5 + 48 + 30 + 10))
    words = dict(zip(HEADINGS, gap_rows(rows.reset_index())[1], strict=True))
    assert "至" in words["统一口径"]
    assert words["缺项幅度"] == "30"


def test_cost_of_its_own_has_the_frame_with_cost():
    department = Department()
    department.evaluate("成本单列", rows=indicators((3, {"level1": "成本指标", "weight": 20, "score": 10})))
    row = run(department.build(), "three_scores").iloc[0]
    assert row["score_common"] == pytest.approx(8.5 + 20 * 10 / 20 + 40 * 43 / 45 + 20 * 27 / 30 + 10)


def test_only_projects_with_all_three_are_drawn(rows, built):
    figure = three_scores(rows.reset_index(), run(built, "three_scores_apart").iloc[0], "来源")
    assert {len(trace.x) for trace in figure.data if trace.mode == "markers"} == {1}
    assert "1个项目的总分不等于各项之和" in figure.layout.title.text.replace("<br>", "")
