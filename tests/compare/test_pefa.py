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


def lines(*years, department="甲局", initial=100.0):
    rows = [
        {"department": department, "fiscal_year": year, "level": "类", "name": name, "initial_budget": initial, "final_accounts": spent}
        for year in years for name, spent in (("城乡社区支出", 96.0), ("住房保障支出", 100.0))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_three_successive_years_are_graded():
    found = assessments(lines(2020, 2021, 2022))
    assert [(one.outturn_grade, one.composition_grade, one.missing) for one in found] == [("A", "A", "")]
    assert pefa_rows(found)[0][1] == "2020年 98.0%、2021年 98.0%、2022年 98.0%"
    assert missing_words(found) == ""


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (lines(2021), "甲局只有2021年度"),
        (lines(2019, 2021, 2022), "甲局只有2019、2021、2022年度"),
        (lines(2020, 2021, 2022, initial=float("nan")), "没有一个年度的年初预算数齐全"),
        (lines(2021).head(0), "现在一个部门也没有"),
    ],
)
def test_else_one_line_says_what_is_missing(frame, said):
    assert pefa_rows(assessments(frame)) == []
    assert said in missing_words(assessments(frame))
