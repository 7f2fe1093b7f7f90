"""A click on a mark of a chart leaves only what it stands for; a second one takes it back; a cross takes it back as well."""

from __future__ import annotations

import pandas

from analytics.charts.execution import distribution
from analytics.metrics.addresses import RATES, bounds

CHIPS = 'class="lens-chip"'


def test_every_step_of_rates_is_a_band_that_can_be_asked_for():
    steps = pandas.DataFrame(
        {"bin": [0, 10], "bin_label": ["0–10%", "100%"], "rate_from": [0.0, 1.0], "rate_to": [0.1, 1.0], "projects": [1, 2], "budget": [1.0, 2.0]}
    )
    bands = [band for (band,) in distribution(steps, 0.8, "来源").data[0].customdata]
    assert [bounds(band, RATES, 0.01) for band in bands] == [(0, 0.1), (1, 1.0001)]


def test_what_is_chosen_stands_above_the_page_with_a_way_back(open_page, sample_store, shown):
    said = shown(open_page("execution", sample_store, year="2021", district="丰台区", rate="低于80%"))
    chips = said[said.index("当前范围") :]
    assert [words in chips for words in ("2021年度", "丰台区", "执行率低于80%")] == [True] * 3
    assert chips.count(CHIPS) == 3
    assert 'href="?year=2021&amp;district=' in chips


def test_many_choices_are_one_chip(open_page, sample_store, shown):
    app = open_page("execution", sample_store, year=["2019", "2021", "2022"])
    assert shown(app).count(CHIPS) == 3


def test_a_project_leads_up_to_its_department(open_page, sample_store, shown):
    from analytics.store import Store

    store = Store(sample_store)
    project_id = store.snapshot().table("select project_id from project order by project_id limit 1")["project_id"][0].as_py()
    store.close()
    said = shown(open_page("project", sample_store, project=project_id))
    assert said.count('href="/execution?') >= 3


def test_an_indicator_leads_to_its_projects(open_page, sample_store, shown):
    assert "三级指标“任务数量”：1处" in shown(open_page("project", sample_store, indicator="任务数量"))
