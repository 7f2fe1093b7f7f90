"""Which execution rate: one department's own figures give several, each with its parts and cells."""

import pytest

from analytics.charts import accounts as charts
from analytics.metrics import Filters, run
from analytics.metrics.sentences import ways_sentence
from analytics.store import Store

CENTRE = "丰台区城市管理监督指挥中心"


@pytest.fixture
def samples_read(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


@pytest.fixture
def centre(samples_read):
    return run(samples_read, "execution_ways", Filters(years=(2021,), departments=(CENTRE,)))


def test_the_figures_of_one_department_give_several_rates(centre):
    rates = {row["way"]: round(row["execution_rate"] * 100, 2) for row in centre.to_dict("records")}
    assert rates == {
        "财政支出 ÷ 全年预算": 93.30, "财政支出 ÷ 可用财政资金": 97.04, "全部支出 ÷ 全部可用资金": 96.94,
        "项目支出 ÷ 项目预算": 90.97, "公开项目的执行数 ÷ 预算数": 88.89,
    }  # fmt: skip


def test_each_rate_names_its_parts_and_their_cells(centre):
    row = centre.set_index("way").loc["财政支出 ÷ 可用财政资金"]
    assert (float(row["numerator"]), float(row["denominator"])) == (3656.79, 3768.39)
    assert row["numerator_source"].endswith("（部门决算 H17）")
    assert row["denominator_source"].endswith("（部门决算 H16）")
    assert list(row[["numerator_sheet", "numerator_cell", "denominator_sheet", "denominator_cell"]]) == ["部门决算", "H17", "部门决算", "H16"]


def test_the_way_a_report_used_is_the_nearest_to_what_it_states(centre, samples_read):
    assert list(centre[centre["used"]]["way"]) == ["财政支出 ÷ 全年预算"]
    assert "报告写 93.30%，用的是“财政支出 ÷ 全年预算”" in ways_sentence(centre)
    unstated = run(samples_read, "execution_ways", Filters(districts=("朝阳区",)))
    assert list(unstated["used"]) == [False]


def test_a_stated_rate_that_follows_from_nothing_is_said(centre):
    moved = centre.assign(execution_rate_stated=0.8, rate_gap=centre["execution_rate"] - 0.8, used=centre["way"] == "公开项目的执行数 ÷ 预算数")
    assert "哪种算法都对不上" in ways_sentence(moved)


def test_the_picture_and_the_table_carry_every_way(centre):
    figure = charts.ways(centre, "来源")
    assert len(figure.data[0].x) == len(centre) == 5
    assert [charts.way_row(row)[1] for row in centre.to_dict("records")] == ["93.30%", "97.04%", "96.94%", "90.97%", "88.89%"]
