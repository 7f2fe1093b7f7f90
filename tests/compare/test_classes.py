"""Class by class: only what two districts have is set beside each other, only enough projects are compared."""

import pandas as pd
import pytest

from analytics.charts.classes import class_rows, classes
from analytics.compare.classes import by_group, coverage, groups_sentence
from analytics.metrics import run
from tests.metrics.conftest import SmallSnapshot

NAMES = ["甲区", "乙区"]


@pytest.fixture
def districts():
    """甲区 spends its 运维 nearly whole, 乙区 half; 人员 are three in each; only 甲区 has a 课题."""
    small = SmallSnapshot()
    for at in range(12):
        small.project(f"甲平台{at}运维", 100, 97 + at % 3, district="甲区", department="甲局", fiscal_year=2021)
        small.project(f"乙平台{at}运维", 100, 45 + at % 5, district="乙区", department="乙局", fiscal_year=2021)
    for at in range(3):
        small.project(f"甲工资{at}", 10, 10, district="甲区", department="甲局", fiscal_year=2021)
        small.project(f"乙工资{at}", 10, 9, district="乙区", department="乙局", fiscal_year=2021)
    small.project("甲工作经费", 1, 1, district="甲区", department="甲局", fiscal_year=2021)
    small.project("乙工作经费", 1, 1, district="乙区", department="乙局", fiscal_year=2021)
    small.project("甲课题", 70, 70, district="甲区", department="甲局", fiscal_year=2021)
    return small.build()


@pytest.fixture
def rows(districts):
    return by_group(*(run(districts, name) for name in ("compare_classes", "class_sums", "compared_projects")), NAMES)


def test_only_classes_of_both_districts_stand_beside_each_other(rows):
    assert [row.name for row in rows] == ["运维", "人员"]


def test_enough_projects_are_compared_and_few_are_not(rows):
    assert [(row.comparable, row.comparison.separable) for row in rows] == [(True, True), (False, False)]
    assert rows[1].comparison.too_few == {"甲区": 3, "乙区": 3}


def test_the_money_covered_is_said(districts):
    covered = coverage(run(districts, "compare_classes"), NAMES)
    assert covered["甲区"] == pytest.approx(1230 / 1301)
    assert covered["乙区"] == pytest.approx(1230 / 1231)


def test_the_sentence_names_the_classes_and_what_may_be_said(districts, rows):
    found = run(districts, "compare_classes")
    said = groups_sentence(rows, coverage(found, NAMES), found)
    assert "甲区高于乙区" in said
    assert "甲区预算的94.5%" in said
    assert groups_sentence((), {}, found) == "没有两个区都有的项目类别，不能按项目类别对比。"


def test_picture_and_table_hold_every_class_and_n(rows):
    assert "n=12" in str(classes(rows, NAMES, "来源").to_dict())
    assert [row[0] for row in class_rows(rows, NAMES)] == ["运维", "人员"]
    assert class_rows(rows, NAMES)[1][-1] == "项目不足10个，不作比较"


def test_the_parts_of_all_classes_are_the_whole(districts):
    parts = run(districts, "compare_classes")
    assert parts["budget"].sum() + parts["backwards_budget"].sum() == run(districts, "summary").iloc[0]["budget"]
    assert isinstance(parts, pd.DataFrame)


def test_budgets_written_backwards_stay_out_and_are_said():
    """甲区's nine 运维 projects have budgets equal to their spending: they are no example of good spending."""
    small = SmallSnapshot()
    for at in range(9):
        small.project(f"甲平台{at}运维", 100, 100, district="甲区", department="甲局", fiscal_year=2021)
    for at in range(2):
        small.project(f"甲系统{at}运维", 100, 50, district="甲区", department="丁局", fiscal_year=2021)
        small.project(f"乙平台{at}运维", 100, 45 + at, district="乙区", department="乙局", fiscal_year=2021)
    built = small.build()
    found = run(built, "compare_classes")
    (row,) = by_group(found, run(built, "class_sums"), run(built, "compared_projects"), NAMES)
    assert (row.districts["甲区"]["counted"], row.districts["甲区"]["backwards"], row.districts["甲区"]["execution_rate"]) == (2, 9, 0.5)
    assert coverage(found, NAMES)["甲区"] == pytest.approx(200 / 1100)
    assert "另有9个项目（预算 900.00 万元）所在部门预算数疑为倒填，不参与对比" in groups_sentence((row,), coverage(found, NAMES), found)
