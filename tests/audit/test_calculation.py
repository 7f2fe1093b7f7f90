"""The calculation of a finding: worked out without running code, said step by step, and true of every finding on the samples."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.audit import RULES, Audit, Finding, check_readings
from analytics.audit.calculation import FormulaError, calculated, steps, term, value
from analytics.audit.kept import finding_of
from analytics.reading import Source, read_files

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TERMS = [term("全年预算数", Decimal("126"), "万元"), term("全年执行数", Decimal("43.04202"), "万元"), term("分值", 10, "分")]


@pytest.fixture(scope="module")
def samples() -> Audit:
    return check_readings(read_files([Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]))


def result(formula: str) -> float:
    return value(calculated(formula, "", "", TERMS))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("ROUND(b / a * c, 2)", 3.42),
        ("SUM({all})", 179.04202),
        ("a - b - c", 72.95798),
        ("a - (b - c)", 92.95798),
        ("-a + 2 * c", -106),
        ("MIN(a, b, c) + MAX(a, b)", 136),
        ("ABS(c - a)", 116),
        ("IF(a > b, c, a / 0)", 10),
        ("ROUND(0.125, 2)", 0.13),
        ("ROUND(1250, -2)", 1300),
    ],
)
def test_a_formula_is_worked_out_as_a_spreadsheet_does(formula, expected):
    assert result(formula) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("formula", ["", "a +", "(a", "a b", "z", "EXEC(a)", "ROUND(a)", "__import__('os')", "a ** b", "a.b"])
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(FormulaError):
        result(formula)


def test_steps_name_each_figure_and_end_in_the_result():
    said = steps(calculated("ROUND(b / a * c, 2)", "执行率得分", "自评得分", TERMS, "分"))
    assert said == ("全年预算数 126 万元", "全年执行数 43.04202 万元", "分值 10 分", "执行率得分 ＝ 43.04202 ÷ 126 × 10 ＝ 3.42 分")


def test_a_rate_is_said_in_percent_and_a_division_by_zero_in_words():
    part, whole, none = term("本项", 5, "万元"), term("合计", 8, "万元"), term("合计", 0, "万元")
    assert steps(calculated("ROUND(a / b, 4)", "占比", "", [part, whole], "%"))[-1].endswith("＝ 62.50%")
    assert steps(calculated("a / b", "占比", "", [part, none], "%"))[-1].endswith("无法计算（除数为0）")


def test_brackets_stay_where_they_matter():
    assert steps(calculated("a - (b - c)", "差", "", TERMS))[-1] == "差 ＝ 126 － （43.04202 － 10） ＝ 92.95798"
    assert steps(calculated("SUM(a, b) / 2", "均", "", TERMS))[-1].startswith("均 ＝ （126 ＋ 43.04202） ÷ 2")


def figures(text: str | None) -> list[tuple[Decimal, Decimal]]:
    """The numbers of a text, rates as ratios, each with half a unit of its last digit."""
    found = []
    for digits, percent in re.findall(r"([-+]?\d+(?:\.\d+)?)(%?)", (text or "").replace(",", "").replace("−", "-")):
        number, half = Decimal(digits), Decimal(5).scaleb(-len(digits.partition(".")[2]) - 1)
        found.append((number / 100, half / 100) if percent else (number, half))
    return found


def agrees(finding: Finding) -> bool:
    """With `recomputed`; a figure of its own with the difference, or with a figure that the message says."""
    known = figures(finding.recomputed)[:1]
    if not finding.calculation.stated_label:
        known = [*known, *figures(finding.message), *([(Decimal(str(finding.difference)), Decimal("1e-6"))] if finding.difference is not None else [])]
    worked_out = Decimal(str(value(finding.calculation)))
    return any(abs(abs(worked_out) - abs(number)) <= half + Decimal("1e-9") for number, half in known) or not known


def test_every_calculation_agrees_with_what_its_finding_says(samples):
    assert [(one.rule, one.recomputed, steps(one.calculation)) for one in samples.findings if one.calculation and not agrees(one)] == []
    assert sum(one.calculation is not None for one in samples.findings) >= 80


def test_every_arithmetic_finding_has_a_calculation(samples):
    """What is missing is no arithmetic, whatever its certainty."""
    without = {one.rule for one in samples.findings if one.certainty == "arithmetic" and one.calculation is None}
    assert {rule for rule in without if RULES[rule].family != "MISSING"} == set()


def test_operands_lead_to_cells_whose_text_they_are(samples):
    (found,) = [one for one in samples.findings if one.rule == "growth-rate" and one.stated.startswith("4.9")]
    assert [(one.label, one.value, one.cell["cell"]) for one in found.calculation.terms] == [("本年决算数", 3774.95, "H2"), ("比上年增减额", 196.06, "I2")]
    assert [one.cell["text"] for one in found.calculation.terms] == ["3774.95", "196.06"]


def test_a_calculation_is_kept_with_its_finding(samples):
    assert [finding_of(json.loads(json.dumps(asdict(one)))) for one in samples.findings] == list(samples.findings)
