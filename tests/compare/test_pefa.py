"""PEFA 2016, PI-1 and PI-2.1, by a worked example and at the edges of their bands."""

import pandas as pd
import pytest

from analytics.compare.pefa import Head, assessments, composition_grade, missing_words, outturn, outturn_grade, pefa_rows, variance

# Budget 600, outturn 570: scaled by 0.95 the heads had 95, 190 and 285; they are off by 5, 50 and 45, together 100 of 570.
EXAMPLE = [Head("城乡社区支出", 100, 90), Head("住房保障支出", 200, 240), Head("社会保障和就业支出", 300, 240)]


def test_the_worked_example():
    assert outturn(EXAMPLE) == pytest.approx(0.95)
    assert variance(EXAMPLE) == pytest.approx(100 / 570)


def test_the_same_cut_everywhere_is_no_change_of_composition():
    assert variance([Head("甲", 100, 50), Head("乙", 300, 150)]) == pytest.approx(0)


def test_contingency_and_interest_are_no_heads_of_the_composition_but_of_the_whole():
    more = [*EXAMPLE, Head("预备费", 50, 0), Head("债务付息支出", 50, 90)]
    assert variance(more) == pytest.approx(100 / 570)
    assert outturn(more) == pytest.approx(660 / 700)


def test_of_many_heads_the_small_ones_are_one():
    """Thirty heads: twenty stand alone; shifts among the other ten cancel out within their one line."""
    heads = [Head(f"大{at}", 100, 100) for at in range(20)] + [Head(f"小{at}", 1, 2 if at % 2 else 0) for at in range(10)]
    assert variance(heads) == pytest.approx(0)


@pytest.mark.parametrize(
    ("ratios", "grade"),
    [((1.04, 0.97, 1.30), "A"), ((1.05, 0.95, 2.0), "A"), ((1.04, 0.94, 0.90), "B"), ((0.86, 1.15, 1.2), "C"), ((0.8, 1.0, 1.2), "D")],
)
def test_two_of_three_years_decide_the_outturn(ratios, grade):
    assert outturn_grade(ratios) == grade


@pytest.mark.parametrize(("variances", "grade"), [((0.049, 0.01, 0.5), "A"), ((0.05, 0.05, 0.01), "B"), ((0.10, 0.14, 0.01), "C"), ((0.15, 0.15, 0.01), "D")])
def test_the_bands_of_the_composition_are_open_above(variances, grade):
    assert composition_grade(variances) == grade


def lines(*years, department="甲局", initial=100.0, spent=(96.0, 100.0), district="甲区"):
    names = ("城乡社区支出", "住房保障支出")
    rows = [
        {"district": district, "department": department, "fiscal_year": year, "level": "类", "name": name, "initial_budget": initial, "final_accounts": each}
        for year in years for name, each in zip(names, spent, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_three_successive_years_are_graded():
    found = assessments(lines(2020, 2021, 2022))
    assert [(one.name, one.outturn_grade, one.composition_grade, one.missing) for one in found] == [("甲区", "A", "A", ""), ("甲局", "A", "A", "")]
    assert pefa_rows(found)[0][2] == "2020年 98.0%、2021年 98.0%、2022年 98.0%"
    assert missing_words(found) == ""


def test_a_district_is_the_sum_of_its_departments():
    """One department spends 30 % less on one head, the other as much more: the district keeps to its budget, neither department does."""
    both = pd.concat([lines(2020, 2021, 2022, spent=(70.0, 100.0)), lines(2020, 2021, 2022, department="乙局", spent=(130.0, 100.0))])
    found = {one.name: one for one in assessments(both)}
    assert [(one.outturn, one.variance) for one in found["甲区"].years] == [(1.0, 0.0)] * 3
    assert (found["甲区"].outturn_grade, found["甲区"].departments) == ("A", 2)
    assert (found["甲局"].outturn_grade, found["甲局"].composition_grade) == ("C", "D")


def test_a_department_that_is_not_complete_stays_out_of_its_district_and_is_named():
    known = pd.DataFrame([{"district": "甲区", "department": "丙局"}, {"district": "乙区", "department": "丁局"}])
    found = assessments(pd.concat([lines(2020, 2021, 2022), lines(2022, department="乙局")]), known)
    assert [(one.name, one.departments, one.graded) for one in found] == [("乙区", 1, False), ("甲区", 1, True), ("乙局", 1, False), ("甲局", 1, True)]
    said = missing_words(found)
    assert "丁局缺连续三个年度的" in said
    assert "丙局缺2020、2021、2022年度的《一般公共预算财政拨款支出决算表》" in said
    assert said.count("乙局缺2020、2021年度的") == 1


def test_repaid_principal_is_no_expenditure():
    repaid = lines(2020, 2021, 2022).assign(name="债务还本支出", final_accounts=900.0)
    assert assessments(pd.concat([lines(2020, 2021, 2022), repaid]))[0].years[0].outturn == pytest.approx(0.98)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (lines(2021), "甲局缺2019、2020年度的"),
        (lines(2019, 2021, 2022), "甲局缺2020年度的"),
        (lines(2020, 2021, 2022, initial=float("nan")), "甲局缺2020、2021、2022年度各类的年初预算数"),
        (lines(2021).head(0), "现在一个部门也没有"),
    ],
)
def test_else_one_line_says_what_is_missing(frame, said):
    assert pefa_rows(assessments(frame)) == []
    assert said in missing_words(assessments(frame))
