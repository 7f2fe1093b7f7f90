"""The deviation from the initial budget, taken apart: the parts add up, and nothing is invented where the form is blank."""

import pytest

from analytics.charts import variance_parts as charts
from analytics.metrics import run
from tests.metrics.conftest import SmallSnapshot


def carried(small, name, initial, revised, executed, carry_initial, carry_revised, **more):
    """A project with a line of carry-over beside its total."""
    small.project(name, None, executed, funding={"initial_budget": initial, "revised_budget": revised}, fiscal_year=2021, district="甲区", **more)
    small.insert("funding", form_id=name, line=2, source="carry_over", label="上年结转资金", applicable=True, cells="{}",
                 initial_budget=carry_initial, revised_budget=carry_revised)  # fmt: skip


@pytest.fixture(scope="module")
def built():
    small = SmallSnapshot()
    carried(small, "甲平台运维", 100, 130, 90, 0, 20, department="甲局")  # 20 came with the carry-over, 10 in the year, 40 were left
    carried(small, "乙平台运维", 100, 100, 100, None, 30, department="甲局")  # the budget did not grow: the carry-over was in it
    carried(small, "监督员工资", 50, 60, 60, None, 10, department="乙局")  # it grew by just the carry-over
    carried(small, "没有年初", None, 60, 60, None, 10, department="乙局")
    return small.build()


def figures(rows, by, name):
    row = rows.set_index(by).loc[name]
    return tuple(float(row[column]) for column in ("carry_over_added", "in_year_change", "unspent", "outturn_difference"))


def test_a_deviation_is_carry_over_and_change_less_what_was_left(built):
    rows = run(built, "variance_parts", by="department")
    assert figures(rows, "department", "甲局") == (20, 10, 40, -10)
    assert figures(rows, "department", "乙局") == (10, 0, 0, 10)


def test_the_same_by_class_of_project(built):
    rows = run(built, "variance_parts", by="project_class")
    assert figures(rows, "project_class", "运维") == (20, 10, 40, -10)
    assert figures(rows, "project_class", "人员") == (10, 0, 0, 10)


def test_parts_add_up_and_an_incomplete_project_stays_out(built):
    row = run(built, "variance_parts").iloc[0]
    assert row["projects"] == 3
    assert row["outturn_difference"] == row["carry_over_added"] + row["in_year_change"] - row["unspent"] == 0


def test_reasons_stand_beside_the_largest_differences(built):
    rows = run(built, "variance_reasons")
    assert sorted(rows["name"]) == ["甲平台运维", "监督员工资"]


def test_the_picture_names_the_largest_part(built):
    rows = run(built, "variance_parts", by="department")
    figure = charts.parts(rows, "department", "来源")
    assert [sorted(trace.x) for trace in figure.data if trace.name == "没有花完"] == [[-40.0, 0.0]]
    assert charts.largest_part(rows.set_index("department").loc["甲局"]) == "没有花完"
    assert "结转增加 30.00 万元" in charts.parts_sentence(run(built, "variance_parts"))


def test_nothing_to_take_apart_draws(built):
    nothing = run(built, "variance_parts", by="department").head(0)
    assert "都与年初预算相等" in charts.parts(nothing, "department", "来源").layout.title.text
    assert "都与年初预算相等" in charts.parts_sentence(nothing)
