"""Years of the same departments: what came and went is said apart, a single year is no line, few projects are not judged."""

import pytest

from analytics.charts.trends import trends
from analytics.compare.trends import MEASURES, drawn, moves, trend_rows, trend_sentence, trend_title, trends_of, years_of_project
from analytics.metrics import Filters, run
from tests.metrics.conftest import SmallSnapshot

RATE, BUDGET = MEASURES[0], MEASURES[-1]


@pytest.fixture
def years():
    """甲局 has twelve projects in 2021 and 2023, spent nearly whole and then half; 乙局 comes in 2023; 乙区 has one year."""
    small = SmallSnapshot()
    for at in range(12):
        small.project(f"甲{at}", 100, 97 + at % 3, district="甲区", department="甲局", fiscal_year=2021)
        small.project(f"甲新{at}", 100, 45 + at % 5, district="甲区", department="甲局", fiscal_year=2023)
    small.project("乙", 900, 900, district="甲区", department="乙局", fiscal_year=2023)
    small.project("丙", 10, 9, district="乙区", department="丙局", fiscal_year=2023)
    return small.build()


def of(snapshot, measure=RATE, by="district"):
    departments = run(snapshot, "trend_departments")
    rows = run(snapshot, "trends", by="district") if by == "district" else departments
    sums = run(snapshot, "figure_years", figure=measure.tested or RATE.tested)
    return trends_of(rows, by, measure, departments, sums, lambda names: run(snapshot, "compared_projects", Filters(**{f"{by}s": tuple(names)})))


def test_only_the_same_departments_are_added_up(years):
    assert [row[:5] for row in trend_rows(of(years))] == [
        ["乙区", "2023", "1", "1", "90.0%（n=1）"], ["甲区", "2021", "1", "12", "98.0%（n=12）"], ["甲区", "2023", "1", "12", "46.8%（n=12）"],
    ]  # fmt: skip


def test_what_came_is_said_apart(years):
    assert moves(run(years, "trend_departments")) == ("乙局新进入：有2023年度（1个项目），没有2021年度",)


def test_a_difference_between_years_is_tested(years):
    said = trend_sentence(of(years), RATE)
    assert "甲区执行率从2021年度的 98.0%到2023年度的 46.8%：2023年度比2021年度下降 51.2 个百分点，差异显著" in said
    assert "乙区只有一个年度，不画线" in said
    assert trend_title(of(years), RATE) == "执行率历年有显著变化的：甲区"


def test_few_projects_are_not_judged():
    small = SmallSnapshot()
    for year in (2021, 2022):
        small.project(f"甲{year}", 100, 2 * year - 3990, district="甲区", department="甲局", fiscal_year=year)
    found = of(small.build())
    assert "2021年度可用的项目只有1个、2022年度可用的项目只有1个（少于10个），不作高低判断" in trend_sentence(found, RATE)
    assert trend_title(found, RATE).endswith("项目太少，不比高低")


def test_totals_of_very_many_and_few_forms_are_not_compared():
    small = SmallSnapshot()
    for name, year in (("甲", 2021), ("乙", 2022), ("丙", 2022)):
        small.project(name, 100, 50, district="甲区", department="甲局", fiscal_year=year)
    assert "自评表有1张和2张，不是同一批项目，合计数不能相比" in trend_sentence(of(small.build(), BUDGET), BUDGET)


def test_a_single_year_says_what_is_missing_and_is_a_dot(years):
    rows = [trend for trend in of(years) if not trend.several]
    assert trend_sentence(rows, RATE) == "乙区只有2023年度；再导入同一部门另一个年度的自评表，这里就会有历年变化。"
    modes = [(trace.mode, trace.line.dash) for trace in trends(drawn(of(years)), RATE, "题", "来源").data]
    assert modes == [("lines", "dash"), ("markers", None), ("markers", None)]  # 2022 is missing between, and 乙区 has no line


def test_by_department_each_has_its_own_years(years):
    assert [(trend.name, len(trend.years)) for trend in of(years, by="department")] == [("丙局", 1), ("乙局", 1), ("甲局", 2)]


def test_forms_of_one_project_and_year_are_added_up(years):
    rows = run(years, "project_list")
    one = rows[rows["name"].isin(["甲0", "甲新0", "甲新1"])]
    assert [(row["fiscal_year"], row["projects"], row["execution_rate"]) for row in years_of_project("甲", one).years] == [(2021, 1, 0.97), (2023, 2, 0.455)]
