"""The metrics over the published forms, read and stored as the product does it."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.intake import accept, examine
from analytics.metrics import METRICS, Filters, run
from analytics.metrics.sentences import overview_sentence
from analytics.reading import Source
from analytics.store import Store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    accept(store, examine(store, [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]), "测试")
    return store.snapshot()


@pytest.fixture(scope="module")
def by_department(published):
    return run(published, "summary", by="department").set_index("department")


def test_projects_and_money_of_each_department(by_department):
    assert by_department["projects"].to_dict() == {"丰台区城市管理监督指挥中心": 13, "丰台区政务服务管理局": 18, "朝阳区城市管理指挥中心": 12}
    assert by_department.loc["朝阳区城市管理指挥中心", "budget"] == pytest.approx(784.346268)
    assert by_department.loc["朝阳区城市管理指挥中心", "executed"] == pytest.approx(757.251766)


def test_forms_without_scores_are_unscored_and_not_zero(by_department):
    row = by_department.loc["朝阳区城市管理指挥中心"]
    assert (row["scored"], row["unscored"]) == (0, 12)
    assert pd.isna(row["score_mean"])


def test_the_auditors_filter_finds_the_wages_of_the_supervisors(published):
    found = run(published, "project_list", Filters(years=(2021,), rate_max=0.65, budget_min=100)).set_index("name")
    assert found.loc["监督员工资及管理费用", "execution_rate"] == pytest.approx(0.6441, abs=5e-5)
    assert found.loc["监督员工资及管理费用", "revision_rate"] == pytest.approx(-0.670, abs=5e-4)


def test_every_metric_answers_on_a_real_snapshot_under_every_filter(published):
    narrow = Filters((2021,), ("丰台区",), ("丰台区政务服务管理局",), 1, 5000, 0.1, 1.5, "服务")
    for name, metric in METRICS.items():
        for filters in (Filters(), narrow):
            for by in (None, *metric.dimensions[:2]):
                assert run(published, name, filters, by=by) is not None


def test_the_sentence_of_the_published_forms(published):
    assert "未执行 82.96 万元最多" in overview_sentence(run(published, "summary"), run(published, "standouts"))
