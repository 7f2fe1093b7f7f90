"""The benchmark measures what it says: generated forms come back figure by figure, and its quick run ends well."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.reading.records import Form
from bench.crowd import Story
from bench.forms import GeneratedForm, generated_forms
from bench.guest import FAILED, Guest, GuestError
from bench.load import summary
from bench.proxied import nginx_configuration
from bench.queries import wide
from bench.questions import PAGES
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


def test_people_are_counted_by_the_minute_and_as_a_whole() -> None:
    story = Story(
        clicks=[(1.0, 0.1, "a"), (2.0, 0.3, "b"), (61.0, 0.2, "a")],
        memory=[(0.0, {"server 1": 90.0}), (30.0, {"server 1": 100.0}), (70.0, {"server 1": 104.0})],
    )
    found = summary(story)
    assert [(one["minute"], one["clicks"], one["p95"]) for one in found["minutes"]] == [(1, 2, 0.3), (2, 1, 0.2)]
    assert (found["p50"], found["p95"], found["growth"]) == (0.2, 0.3, {"server 1": 4.0})


def test_a_page_that_fails_is_an_error_of_the_visit() -> None:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = f"#### {FAILED}"
    with pytest.raises(GuestError):
        Guest("http://127.0.0.1")._ended(message)


def test_a_failed_page_says_what_the_load_test_looks_for() -> None:
    assert FAILED in (ROOT / "pages" / "_server.py").read_text("utf-8")


def test_the_proxy_of_the_load_test_is_the_deployed_one_before_every_process(tmp_path: Path) -> None:
    text = nginx_configuration((ROOT / "deploy" / "nginx.conf").read_text("utf-8"), tmp_path, [8001, 8002, 8003])
    assert re.findall(r"server 127\.0\.0\.1:(\d+);", text) == ["8002", "8003"]
    assert re.findall(r"listen (.*);", text) == ["127.0.0.1:8001"]
    assert "hash $lens_person consistent;" in text
    assert "ssl" not in text


def test_every_question_that_a_page_asks_is_measured() -> None:
    asked = {name for path in (ROOT / "pages").glob("*.py") for name in re.findall(r'\b(?:answer|how_many|points|paged)\(\s*"(\w+)"', path.read_text("utf-8"))}
    assert asked - {question.metric for questions in PAGES.values() for question in questions} == set()


def test_a_wide_snapshot_holds_what_it_was_asked_for() -> None:
    with wide(400) as asked:
        held = asked.snapshot.table("select count(*) as projects, count(distinct district) as districts from project").to_pylist()
        lines = asked.snapshot.table("select count(*) as lines from project_indicator").to_pylist()
    assert held + lines == [{"projects": 400, "districts": 2}, {"lines": 4800}]
