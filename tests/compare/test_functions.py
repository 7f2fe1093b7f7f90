"""Departments of one function are set beside each other; a person's word goes before that of the name."""

import pytest

from analytics.access import Person
from analytics.compare.classes import FUNCTIONS, by_group, coverage, groups_sentence
from analytics.compare.functions import FunctionBook, function_names, function_of, rates_by_function, summed_by_function, with_functions
from analytics.errors import LensError
from analytics.metrics import run
from analytics.store import Store
from tests.metrics.conftest import SmallSnapshot

AUDITOR = Person("张三", "auditor")
DEPARTMENTS = {
    "丰台区城市管理监督指挥中心": "城市运行指挥", "朝阳区城市管理指挥中心": "城市运行指挥", "北京市海淀区城市管理委员会": "城市管理",
    "丰台区城市管理综合行政执法局": "综合执法", "丰台区政务服务管理局": "政务服务", "朝阳区教育委员会": "教育", "丰台区某某研究所": "其他",
}  # fmt: skip


@pytest.mark.parametrize(("name", "function"), DEPARTMENTS.items())
def test_a_name_tells_the_function(name, function):
    assert function_of(name).function == function


def test_a_person_goes_before_the_name():
    assert function_of("丰台区某某研究所", {"丰台区某某研究所": "教育"}).basis == "人工认定"


@pytest.fixture
def districts():
    small = SmallSnapshot()
    for at in range(12):
        small.project(f"甲{at}", 100, 97 + at % 3, district="甲区", department="甲区城市管理监督指挥中心", fiscal_year=2021)
        small.project(f"乙{at}", 100, 45 + at % 5, district="乙区", department="乙区城市管理指挥中心", fiscal_year=2021)
    small.project("学", 1200, 600, district="甲区", department="甲区教育委员会", fiscal_year=2021)
    return small.build()


def test_departments_of_one_function_are_compared_and_the_rest_is_said(districts):
    departments = with_functions(run(districts, "compare_departments"))
    groups = summed_by_function(departments)
    sums, projects = rates_by_function(with_functions(run(districts, "figure_years"))), with_functions(run(districts, "compared_projects"))
    (row,) = by_group(groups, sums, projects, ["甲区", "乙区"], FUNCTIONS)
    assert (row.name, row.comparable, row.comparison.separable) == ("城市运行指挥", True, True)
    covered = coverage(groups, ["甲区", "乙区"], FUNCTIONS)
    assert covered == {"甲区": pytest.approx(0.5), "乙区": pytest.approx(1)}
    assert "两区以上都有的部门职能是城市运行指挥（1种），覆盖甲区预算的50.0%、乙区预算的100.0%" in groups_sentence((row,), covered, groups, FUNCTIONS)


def test_the_parts_of_all_departments_are_the_whole(districts):
    groups = summed_by_function(with_functions(run(districts, "compare_departments")))
    assert groups["budget"].sum() + groups["backwards_budget"].sum() == run(districts, "summary").iloc[0]["budget"]


def test_a_decision_is_kept_with_who_and_can_be_taken_back(tmp_path):
    book, known = FunctionBook(Store(tmp_path)), ["甲局"]
    book.decide("甲局", "教育", AUDITOR, known)
    assert book.decided() == {"甲局": "教育"}
    book.decide("甲局", None, AUDITOR, known)
    assert book.decided() == {}
    assert [(one.action, one.subject, one.actor) for one in book.store.events(2)] == [("department-function", "甲局", "张三")] * 2
    for department, function, person in (("乙局", "教育", AUDITOR), ("甲局", "没有", AUDITOR), ("甲局", "教育", Person("领导", "viewer"))):
        with pytest.raises(LensError):
            book.decide(department, function, person, known)
    assert function_names()[-1] == "其他"
    book.store.close()
