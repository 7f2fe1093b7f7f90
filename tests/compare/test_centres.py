"""Is 丰台 behind 朝阳? The two centres of the samples: what may be said of them, and what turns with the rule."""

from __future__ import annotations

import pytest

from analytics.compare.figures import FIGURES, figures_of
from analytics.compare.words import turning, verdict
from analytics.metrics import Filters, run
from analytics.store import Store

CENTRES = Filters(departments=("丰台区城市管理监督指挥中心", "朝阳区城市管理指挥中心"), years=(2021, 2022))


@pytest.fixture(scope="module")
def found(sample_store):
    store = Store(sample_store)
    sums, rows = run(store.snapshot(), "figure_sums", CENTRES, "district"), run(store.snapshot(), "compared_projects", CENTRES)
    return figures_of(sums, rows, ["丰台区", "朝阳区"])


def said(found, name: str) -> str:
    return verdict(found[name], next(figure for figure in FIGURES if figure.name == name))


def values(found, name: str) -> list[float]:
    return [round(group.interval.value, 4) for group in found[name].groups]


def test_the_figures_are_those_of_the_forms(found):
    assert values(found, "execution_weighted") == [0.8133, 0.9655]
    assert values(found, "execution_score_stated") == [8.3767, 9.0]
    assert values(found, "execution_score_common") == [8.3787, 8.3077]


@pytest.mark.parametrize("name", ["execution_weighted", "execution_mean", "execution_score_stated", "execution_score_common"])
def test_on_execution_the_centres_cannot_be_told_apart(found, name):
    assert "差异不显著，不宜排名" in said(found, name)


def test_scores_are_not_compared_where_one_side_has_none(found):
    assert "朝阳区没有可用的数字" in said(found, "score_stated")


def test_who_is_ahead_turns_with_the_rule(found):
    words = turning(found)
    assert words.index("朝阳区 9 分，高于丰台区") < words.index("丰台区 8.38 分，高于朝阳区 8.31 分") < words.index("朝阳区 96.5%，高于丰台区 81.3%")


def test_no_interval_of_a_rate_goes_beyond_what_the_projects_reached(found):
    assert all(group.interval.high <= 1 for group in found["execution_weighted"].groups)
