import pytest

from analytics.metrics import Filters, UnknownDimension, UnknownMetric, UnknownParameter, run
from analytics.metrics.runner import METRICS, SELECTIONS, compose


def names(frame):
    return sorted(frame["name"])


def test_without_filters_every_project_is_meant(snapshot):
    assert len(run(snapshot, "project_list")) == 8


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(years=(2019,)), ["旧表项目"]),
        (Filters(years=(2019, 2022)), ["旧表项目", "热线"]),
        (Filters(districts=("朝阳区",)), ["热线"]),
        (Filters(departments=("丰台区政务局",)), ["空白预算", "窗口服务", "零预算"]),
        (Filters(budget_min=175.56, budget_max=200), ["监督员工资", "窗口服务"]),
        (Filters(rate_max=0.5), ["旧表项目"]),
        (Filters(rate_min=0.5, rate_max=0.8), ["平台运维", "监督员工资"]),
        (Filters(search="服务"), ["窗口服务"]),
        (Filters(districts=("丰台区",), years=(2021,), rate_max=0.8), ["平台运维", "监督员工资"]),
        (Filters(search="'; drop table project; --"), []),
    ],
)
def test_filters_choose_projects(snapshot, filters, expected):
    assert names(run(snapshot, "project_list", filters)) == sorted(expected)


def test_a_rate_limit_is_strict_as_the_words_say(snapshot):
    assert "平台运维" not in names(run(snapshot, "project_list", Filters(rate_max=0.5)))
    assert "平台运维" in names(run(snapshot, "project_list", Filters(rate_min=0.5)))


def test_a_metric_gives_one_row_without_a_dimension_even_of_nothing(snapshot):
    nothing = run(snapshot, "summary", Filters(search="没有这样的项目"))
    assert len(run(snapshot, "summary")) == 1
    assert nothing["projects"].tolist() == [0]


def test_the_dimension_comes_first(snapshot):
    frame = run(snapshot, "summary", by="district")
    assert frame.columns[0] == "district"
    assert sorted(frame["district"]) == ["丰台区", "朝阳区"]


def test_unknown_names_say_the_nearest_known_one(snapshot):
    with pytest.raises(UnknownMetric) as metric:
        run(snapshot, "sumary")
    with pytest.raises(UnknownDimension) as dimension:
        run(snapshot, "summary", by="districts")
    with pytest.raises(UnknownParameter) as parameter:
        run(snapshot, "summary", treshold=0.5)
    assert (metric.value.nearest, dimension.value.nearest, parameter.value.nearest) == ("summary", "district", "threshold")
    with pytest.raises(UnknownDimension):
        run(snapshot, "summary", by="district; drop table project")


def test_a_parameter_must_be_a_number(snapshot):
    for wrong in ("0.8", None, float("nan"), True):
        with pytest.raises(ValueError):
            run(snapshot, "summary", threshold=wrong)


def test_values_never_stand_in_the_statement():
    sql, values = compose(METRICS["summary"], Filters(districts=("丰台区",), search="x' or 1=1"))
    assert "丰台区" not in sql
    assert "1=1" not in sql
    assert values == {"districts_0": "丰台区", "search_0": "x' or 1=1"}


def test_headers_name_the_columns_that_come_back(snapshot):
    for name, metric in METRICS.items():
        frame = run(snapshot, name)
        if name != "project_list":
            assert list(metric.columns) == list(frame.columns), name
        assert metric.question
        assert metric.grain


def test_exactly_eighty_percent_is_not_below_eighty(make_snapshot):
    small = make_snapshot()
    for cents in range(5, 3000, 35):
        small.project(f"项目{cents}", cents / 100, cents * 4 / 500)
    small.build()
    assert run(small, "summary")["below"].tolist() == [0]
    assert len(run(small, "project_list", Filters(rate_max=0.8))) == 0


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(years=(2022,)),
        Filters(districts=("丰台区",)),
        Filters(departments=("丰台区政务局",)),
        Filters(budget_min=150),
        Filters(budget_max=150),
        Filters(rate_min=0.7),
        Filters(rate_max=0.7),
        Filters(search="运维"),
    ],
)
def test_indicators_are_chosen_as_their_projects_are(snapshot, filters):
    chosen = set(run(snapshot, "project_list", filters).query("indicators > 0")["project_id"])
    sql, values = compose(METRICS["uneven_members"], filters)
    steps = sql[: sql.rindex("\n)\nselect")] + "\n) select distinct project_id from selected_indicator"
    assert set(snapshot.frame(steps, values)["project_id"]) == chosen


def test_projects_in_doubt_are_those_that_are_counted_each_with_its_reasons(snapshot):
    found = run(snapshot, "in_doubt")
    doubts = dict(zip(found["name"], found["doubt"], strict=True))
    assert len(found) == run(snapshot, "summary")["in_doubt"].iloc[0]
    assert "单位更正" in doubts["热线"]
    assert "读取有误：1处" in doubts["热线"]
    assert doubts["量级存疑"].startswith("单位存疑")
    assert doubts["监督员工资"].startswith("金额或执行率有矛盾")
    assert len(run(snapshot, "in_doubt", rows=1)) == 1
    assert run(snapshot, "in_doubt", Filters(districts=("朝阳区",)))["name"].tolist() == ["热线"]


def test_reasons_of_cost_and_time_come_before_all_others(make_snapshot):
    small = make_snapshot()
    forms = {
        "甲": [("数量指标", "人少"), ("时效指标", "疫情"), ("成本指标", "疫情")],
        "乙": [("质量指标", "返工"), ("数量指标", "人少")],
        "丙": [("成本指标", "无")],
    }
    for name, rows in forms.items():
        small.project(name, 10, 5, department="中心", fiscal_year=2021)
        for line, (level2, reason) in enumerate(rows):
            small.insert("indicator", form_id=name, line=line, level1="产出指标", level2=level2, applicable=True, deviation_reason=reason, cells="{}")
    found = run(small.build(), "execution_list")
    assert dict(zip(found["name"], found["deviation_reason"].fillna("空"), strict=True)) == {"甲": "疫情", "乙": "返工；人少", "丙": "空"}


def test_the_execution_list_is_the_project_list_with_reasons(snapshot):
    listed = run(snapshot, "execution_list", Filters(rate_max=0.8)).drop(columns="deviation_reason")
    assert listed.equals(run(snapshot, "project_list", Filters(rate_max=0.8))[list(listed.columns)])


def test_sums_over_departments_are_those_over_single_projects(snapshot):
    order = " order by all"
    singly = "with selected_indicator as (select * from project_indicator)\n" + SELECTIONS["selected_attained_singly"]
    assert snapshot.frame(f"select * from ({singly}){order}").equals(snapshot.frame(f"select * from indicator_sum{order}"))


@pytest.mark.parametrize(("filters", "table"), [(Filters(years=(2021,)), "indicator_sum"), (Filters(budget_min=1), "project_indicator")])
def test_only_a_filter_of_single_projects_needs_single_indicators(filters, table):
    sql, _ = compose(METRICS["attainment"], filters)
    assert table in sql
    assert ("selected_attained_singly" in sql) == filters.single


def test_projects_are_found_by_their_ids_and_by_their_departments(snapshot):
    listed = run(snapshot, "project_list")
    ids = tuple(listed["project_id"][:2])
    assert set(run(snapshot, "named_projects", ids=(*ids, "unknown"))["project_id"]) == set(ids)
    both = run(snapshot, "named_projects", ids=ids, departments=("朝阳区指挥中心",))
    assert set(both["project_id"]) == {*ids, *listed.loc[listed["department"] == "朝阳区指挥中心", "project_id"]}
    assert run(snapshot, "named_projects").empty


@pytest.mark.parametrize("ids", ["一个", ["一个"], (1,), ("甲\x1f乙",)])
def test_what_is_no_list_of_texts_is_refused(snapshot, ids):
    with pytest.raises(ValueError, match="一串文字"):
        run(snapshot, "named_projects", ids=ids)
