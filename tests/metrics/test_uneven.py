"""Equal facts with different marks: what counts as equal, how far apart, which indicators."""

from __future__ import annotations

import pytest

from analytics.charts.uneven import spreads
from analytics.metrics import METRICS, Filters, run
from analytics.metrics.runner import compose
from analytics.metrics.sentences import uneven_sentence
from tests.audit.draft import PLACE, Department

OTHER = {"department": "丰台区水务局"}


def satisfied(actual: str, score: float, target: str = "≥98%", weight: float = 15, **more) -> list[dict]:
    """One indicator of satisfaction; its numbers are those of its texts."""
    values = {"target_value": 0.98 if "98" in target else None, "actual_value": 0.98 if "98" in actual else 0.95 if "95" in actual else None}
    return [{"level1": "满意度指标", "level2": "服务对象满意度指标", "level3": "满意度", "target": target, "actual": actual, "weight": weight, "score": score,
             **values, **more}]  # fmt: skip


def worded(actual: str, score: float, weight: float = 10, level2: str = "质量指标") -> list[dict]:
    return [{"level1": "产出指标", "level2": level2, "level3": "清洁", "target": "整洁", "actual": actual, "weight": weight, "score": score}]


def facts(*forms: tuple, filters: Filters = Filters()):  # noqa: B008
    department = Department()
    for number, (rows, more) in enumerate(forms):
        department.evaluate(f"项目{number}", rows, **more)
    department.build()
    return department, run(department, "uneven_marks", filters)


def test_the_same_satisfaction_with_other_marks_is_uneven():
    _, found = facts((satisfied("98%", 11), {}), (satisfied("98.0%", 12), {}))
    (row,) = found.to_dict("records")
    assert row["fact_label"] == "满意度指标值 98%，完成值 98%"
    assert (row["indicators"], row["lowest"], row["highest"], row["fact_kind"]) == (2, pytest.approx(11 / 15, abs=1e-6), 0.8, "numbers")
    assert row["spread"] == row["within"] == pytest.approx(1 / 15, abs=1e-6)


def test_shares_count_and_not_points():
    _, found = facts((satisfied("98%", 12), {}), (satisfied("98%", 8, weight=10), {}))
    assert found.empty


@pytest.mark.parametrize(
    "other",
    [
        satisfied("95%", 12),
        satisfied("98%", 12, target="满意"),
        satisfied("98%", None),
        satisfied("98%", 12, applicable=False),
        worded("98%", 8, level2="成本指标"),
    ],
)
def test_other_facts_are_not_compared(other):
    _, found = facts((satisfied("98%", 11), {}), (other, {}))
    assert found.empty


def test_other_years_are_not_compared():
    _, found = facts((satisfied("98%", 11), {}), (satisfied("98%", 12), {"fiscal_year": 2022}))
    assert found.empty


def test_one_form_alone_is_not_uneven():
    _, found = facts((satisfied("98%", 11) + satisfied("98%", 12), {}))
    assert found.empty


def test_departments_apart_are_uneven_though_each_is_even():
    _, found = facts((satisfied("98%", 11), {}), (satisfied("98%", 11), {}), (satisfied("98%", 15), OTHER))
    (row,) = found.to_dict("records")
    assert (row["departments"], row["within"]) == (2, 0)
    assert row["spread"] == pytest.approx(4 / 15, abs=1e-6)


def test_the_same_words_with_other_marks_are_said_to_be_words():
    _, found = facts((worded("基本达到预期指标。", 7.5), {}), (worded("基本达到预期指标", 10, level2="时效指标"), {}))
    assert found[["fact_label", "fact_kind", "spread"]].to_numpy().tolist() == [["完成情况都写“基本达到预期指标”", "words", 0.25]]


def test_a_wording_of_the_same_standing_is_enough_beside_the_same_target():
    _, found = facts((satisfied("基本满意", 12), {}), (satisfied("基本完成", 11), {}))
    assert found["fact_label"].tolist() == ["满意度指标值 98%，完成情况写“基本达成”一类的话"]


def test_the_widest_apart_comes_first_and_the_sentence_says_it():
    _, found = facts((satisfied("98%", 11) + worded("按期完成", 5), {}), (satisfied("98%", 12) + worded("按期完成", 10), {}))
    assert found["spread"].is_monotonic_decreasing
    assert "2种同样的情形" in uneven_sentence(found)
    assert "50.0% 到 100.0%" in uneven_sentence(found)
    assert "没有发现" in uneven_sentence(found.head(0))


def test_members_are_the_indicators_behind_a_fact():
    department, found = facts((satisfied("98%", 12), {}), (satisfied("98%", 11), {}), (satisfied("95%", 11), {}))
    members = run(department, "uneven_members", fact=found.iloc[0]["fact"])
    assert members[["name", "score", "cell"]].to_numpy().tolist() == [["项目1", 11.0, "H9"], ["项目0", 12.0, "H9"]]
    assert len(members) == found.iloc[0]["indicators"]


def test_filters_leave_out_other_departments():
    _, found = facts((satisfied("98%", 11), {}), (satisfied("98%", 15), OTHER), filters=Filters(departments=("丰台区水务局",)))
    assert found.empty


def test_the_chart_draws_each_fact_from_lowest_to_highest():
    _, found = facts((satisfied("98%", 11), {}), (satisfied("98%", 12, target="≥98%"), {}))
    figure = spreads(found.assign(fact_label="<b>满意度</b>"), "来源")
    assert [list(trace.x) for trace in figure.data[1:]] == [[pytest.approx(11 / 15, abs=1e-6)], [0.8]]
    assert "<b>满意度" not in figure.layout.yaxis.ticktext[0]


def test_sums_of_departments_and_of_all_are_those_of_single_indicators():
    department, found = facts(
        (satisfied("98%", 11) + worded("按期完成", 5), {}),
        (satisfied("98%", 12) + worded("按期完成", 10), OTHER),
        (satisfied("98%", 15) + worded("按期完成", 10), {**OTHER, "district": "朝阳区"}),
        (satisfied("基本满意", 12), {}),
        (satisfied("基本完成", 11), {"fiscal_year": 2022}),
    )
    ways = [Filters(departments=(PLACE["department"], *OTHER.values())), Filters(budget_min=0), Filters(years=(2022, 2023), budget_min=0)]
    assert len(found) == 2
    assert [run(department, "uneven_marks", way).equals(found) for way in ways] == [True] * 3


def test_only_who_sees_all_districts_is_answered_out_of_the_sums_of_all():
    assert "uneven_fact" in compose(METRICS["uneven_marks"], Filters(years=(2021,)))[0]
    assert "uneven_fact" not in compose(METRICS["uneven_marks"], Filters(years=(2021,)), bounded=True)[0]
    assert "uneven_fact" not in compose(METRICS["uneven_marks"], Filters(districts=("丰台区",)))[0]
