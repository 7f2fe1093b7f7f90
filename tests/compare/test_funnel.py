"""The funnel: limits against the textbook's for proportions, by simulation, and what it says of projects."""

import numpy as np
import pandas as pd
import pytest

from analytics.audit.rules import budget_equals_spending
from analytics.charts import funnel as charts
from analytics.compare.funnel import (
    ALARM,
    LIMITS,
    WARN,
    Funnel,
    beside_limits,
    funnel,
    funnel_of,
    funnel_of_spread,
    funnel_sentence,
    numbers_of_spread,
    outside,
)  # fmt: skip
from analytics.metrics import run
from analytics.store import Store
from tests.metrics.conftest import SmallSnapshot


@pytest.fixture(scope="module")
def samples_read(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


def test_limits_are_those_of_a_proportion_where_the_spread_is():
    """Spiegelhalter 2005: for a proportion the limits are rate ± z × sqrt(rate × (1 - rate) / n); 0.2, n = 100 gives 0.1216 and 0.2784."""
    assert Funnel(0.2, 0.2 * 0.8, 50).limits(100, WARN) == pytest.approx((0.1216, 0.2784), abs=1e-4)
    assert Funnel(0.2, 0.2 * 0.8, 50).limits(100, ALARM) == pytest.approx((0.0764, 0.3236), abs=1e-4)
    assert Funnel(0.2, 0.2 * 0.8, 50).limits(1, WARN)[0] == 0.0


def test_the_dispersion_of_proportions_is_found_again():
    generator = np.random.default_rng(1)
    sizes = generator.integers(20, 2000, 4000).astype(float)
    found = funnel(sizes, generator.binomial(sizes.astype(int), 0.7).astype(float))
    assert found.rate == pytest.approx(0.7, abs=0.002)
    assert found.dispersion == pytest.approx(0.21, rel=0.05)


@pytest.mark.parametrize(("level", "least", "most"), [(WARN, 0.93, 0.97), (ALARM, 0.995, 1.0)])
def test_limits_hold_the_share_that_they_claim(level, least, most):
    generator = np.random.default_rng(3)
    inside = []
    for _ in range(200):
        budgets = np.exp(generator.normal(4, 1.2, 60))
        rates = 0.9 + generator.normal(0, 1, 60) * np.sqrt(0.5 / budgets)
        found = funnel(budgets, rates * budgets)
        inside += [not found.outside(budget, rate, level) for budget, rate in zip(budgets, rates, strict=True)]
    assert least <= np.mean(inside) <= most


def test_a_few_extreme_projects_do_not_widen_the_limits_that_show_them():
    generator = np.random.default_rng(2)
    budgets = np.full(200, 100.0)
    executed = generator.normal(90, 2, 200)
    spoiled = executed.copy()
    spoiled[:5] = 20
    before, after = funnel(budgets, executed), funnel(budgets, spoiled)
    assert after.dispersion < 4 * before.dispersion
    assert all(after.outside(100, 0.2, ALARM) for _ in range(5))


def test_too_few_projects_or_no_spread_have_no_limits():
    assert not funnel(np.full(5, 10.0), np.arange(5.0)).drawn
    assert not funnel(np.full(20, 10.0), np.full(20, 10.0)).drawn
    assert not funnel(np.zeros(3), np.zeros(3)).drawn


def rows(**changed):
    made = {"project_id": [f"p{at}" for at in range(20)], "name": [f"项目{at}" for at in range(20)], "district": "甲区", "department": "甲局",
            "budget_base": 100.0, "executed": [88.0 + at % 5 for at in range(19)] + [10.0], "backwards": False}  # fmt: skip
    frame = pd.DataFrame({**made, **changed})
    return frame.assign(execution_rate=frame["executed"] / frame["budget_base"])


def test_the_sentence_names_who_stands_out_and_forbids_a_ranking():
    found = funnel_of(rows())
    assert list(outside(found, rows(), ALARM)["name"]) == ["项目19"]
    assert "1个：项目19" in funnel_sentence(found, rows())
    assert "不宜排名" in funnel_sentence(found, rows())


def test_budgets_written_backwards_stay_out_of_the_limits_and_are_drawn_hollow():
    frame = rows(backwards=[at < 8 for at in range(20)])
    assert funnel_of(frame).n == 12
    assert "8个项目所在部门的预算数疑为倒填" in funnel_sentence(funnel_of(frame), frame)
    symbols = [trace.marker.symbol for trace in charts.funnel(funnel_of(frame), frame, "来源").data if trace.customdata is not None]
    assert symbols == ["circle", "circle-open"]


def test_every_point_opens_its_project():
    figure = charts.funnel(funnel_of(rows()), rows(), "来源")
    assert {each[0] for trace in figure.data if trace.customdata is not None for each in trace.customdata} == {f"p{at}" for at in range(20)}


def test_of_very_many_projects_those_beyond_the_limits_are_drawn_first():
    many = pd.concat([rows()] * 150, ignore_index=True)
    many["project_id"] = [f"p{at}" for at in range(len(many))]
    figure = charts.funnel(funnel_of(many), many, "来源")
    drawn = {each[0] for trace in figure.data if trace.customdata is not None for each in trace.customdata}
    assert len(drawn) == charts.MOST
    assert set(outside(funnel_of(many), many, ALARM)["project_id"]) <= drawn
    assert "只画界外和预算最大的2,000个" in figure.layout.title.subtitle.text


def test_an_empty_funnel_draws():
    assert "不画控制限" in charts.funnel(funnel_of(rows().head(0)), rows().head(0), "来源").layout.title.text


def test_the_centres_of_the_samples_have_one_project_to_ask_about(samples_read):
    frame = run(samples_read, "compare_rates")
    found = funnel_of(frame)
    assert (found.n, round(found.rate, 4)) == (25, 0.9146)
    assert list(outside(found, frame, ALARM)["name"]) == ["城指中心监管数据无线采集设备更新运行维护项目（体制）经费"]
    assert "监督员工资及管理费用" in list(outside(found, frame, WARN)["name"])


@pytest.mark.parametrize(("projects", "equal", "backwards"), [(8, 7, True), (8, 6, False), (7, 7, False), (10, 8, True)])
def test_the_mark_follows_the_rule_of_the_audit(projects, equal, backwards):
    assert (budget_equals_spending.FEWEST, budget_equals_spending.SHARE) == (8, 0.8)
    small = SmallSnapshot()
    for at in range(projects):
        small.project(f"项目{at}", 10, 10 if at < equal else 9, district="甲区", department="甲局", fiscal_year=2021)
    small.project("另一部门", 10, 10, district="甲区", department="乙局", fiscal_year=2021)
    found = run(small.build(), "summary", by="department").set_index("department")["backwards"]
    assert found.to_dict() == {"甲局": projects if backwards else 0, "乙局": 0}


def test_the_table_says_of_each_project_where_it_lies(samples_read):
    rows = run(samples_read, "compare_rates")
    found = funnel_of(rows)
    lies = beside_limits(found, rows)["limit"].value_counts().to_dict()
    assert lies["预算数疑为倒填"] == rows["backwards"].sum() == 18
    assert lies["超出99.8%控制限"] == len(outside(found, rows, ALARM))
    assert sum(lies.values()) == len(rows)


def test_the_spread_by_the_engine_is_that_of_the_projects(samples_read):
    frame, row = run(samples_read, "compare_rates"), run(samples_read, "funnel_spread", **LIMITS).iloc[0]
    whole, found = funnel_of(frame), funnel_of_spread(row)
    assert (found.n, found.rate, found.dispersion) == (whole.n, pytest.approx(whole.rate), pytest.approx(whole.dispersion))
    assert row["backwards"] == frame["backwards"].sum()


def test_the_largest_projects_with_the_numbers_of_all_say_what_all_of_them_say(samples_read):
    frame = run(samples_read, "compare_rates")
    found = funnel_of(frame)
    numbers = numbers_of_spread(run(samples_read, "funnel_spread", **LIMITS).iloc[0])
    assert funnel_sentence(found, frame, numbers) == funnel_sentence(found, frame)
    assert charts.funnel(found, frame, "来源", numbers) == charts.funnel(found, frame, "来源")


def test_projects_beyond_the_limits_come_first_where_that_is_asked(samples_read):
    found = funnel_of(run(samples_read, "compare_rates"))
    rows = run(samples_read, "funnel_projects", rate=found.rate, dispersion=found.dispersion, alarm=LIMITS["alarm"])
    beyond = rows["away"] > LIMITS["alarm"]
    assert beyond.any()
    assert beyond.is_monotonic_decreasing
    assert all(part["budget_base"].is_monotonic_decreasing for part in (rows[beyond], rows[~beyond]))
