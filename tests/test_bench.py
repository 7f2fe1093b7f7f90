"""The benchmark measures what it says: generated forms come back figure by figure, and its quick run ends well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.reading.records import Form
from bench.forms import GeneratedForm, generated_forms
from bench.workbooks import workbook_of
from tests.reading.sheets import read

ROOT = Path(__file__).resolve().parents[1]


def written(form: GeneratedForm) -> list[object]:
    amounts = [form.initial_budget, form.revised_budget, form.executed, form.rate, form.execution_score]
    rows = [[i.level3, i.target, i.actual, i.weight, i.score, i.reason] for i in form.indicators]
    return [form.name, form.department, form.year, amounts, rows, form.total_score]


def came_back(form: Form) -> list[object]:
    total = form.funding[0]
    amounts = [total.initial_budget, total.revised_budget, total.executed, total.execution_rate_stated, total.score]
    rows = [[i.level3, i.target, i.actual, i.weight, i.score, i.deviation_reason] for i in form.indicators]
    return [form.project.name, form.department, form.fiscal_year, amounts, rows, form.total_score]


@pytest.mark.parametrize("stacked", [False, True], ids=["a form a sheet", "stacked on one sheet"])
def test_generated_forms_come_back_figure_by_figure(stacked: bool) -> None:
    forms = generated_forms(6, seed=3)
    reading = read(workbook_of(forms, stacked))
    assert [came_back(form) for form in reading.forms] == [written(form) for form in forms]


def test_generated_forms_leave_nothing_unread_and_raise_no_problem() -> None:
    reading = read(workbook_of(generated_forms(4, seed=5)))
    assert [reading.unread, reading.problems, reading.refused, reading.questions] == [(), (), False, ()]


def test_the_same_seed_gives_the_same_forms() -> None:
    assert generated_forms(3, seed=2) == generated_forms(3, seed=2) != generated_forms(3, seed=4)


def test_the_quick_run_ends_well() -> None:
    done = subprocess.run([sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
