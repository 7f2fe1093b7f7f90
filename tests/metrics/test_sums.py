"""What is added up beforehand gives the answers that single projects give, and marks of few rows are those of all."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from analytics.access import Scope
from analytics.metrics import METRICS, Filters, Part, run, runner
from analytics.metrics.runner import Contradicted
from analytics.store import Store
from analytics.store.snapshot import apart
from bench.wide import fill
from tests.metrics.conftest import SmallSnapshot

SUMMED = ("summary", "score_summary", "grades", "execution_distribution", "variance_parts", "attainment")
ALONE = (
    "money_tree", "standouts", "variance_steps", "three_scores_apart", "in_doubt", "figure_sums", "figure_years", "class_sums", "uneven_marks", "unit_costs",
    "unit_cost_spans", "comparison_basis", "compare_measures", "compare_offered", "compare_departments", "scoring_rules", "trend_departments", "rule_set_forms",
)  # fmt: skip
BY_DISTRICT = ("figure_sums", "comparison", "trends")
ASKED = [
    *((name, by) for name in SUMMED for by in (None, "district", "department", "fiscal_year")),
    *((name, None) for name in ALONE),
    *((name, "district") for name in BY_DISTRICT),
]
CHOSEN = {"everything": Filters(), "a year": Filters(years=(2021,)), "a district": Filters(districts=("丰台区",)), "nothing": Filters(years=(1999,))}


@pytest.fixture(scope="module")
def generated():
    """Six hundred projects with every planted oddity, and an enormous one."""
    small = SmallSnapshot.__new__(SmallSnapshot)
    small.connection = duckdb.connect()
    fill(small.connection, 600)
    return small


@pytest.fixture(scope="module")
def contradicted(generated):
    """Every ninth project by its money and every seventh by its score; one that the snapshot does not know."""
    ids = generated.frame("select project_id from project order by project_id")["project_id"]
    return Contradicted((*ids[::9], "unknown"), tuple(ids[::7]))


def singly(monkeypatch, *asked, **more):
    with monkeypatch.context() as changed:
        changed.setattr(runner.Coarse, "fits", lambda *_: False)
        return run(*asked, **more)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-9)


@pytest.mark.parametrize("most", [10, 30, 3000])
@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN)
@pytest.mark.parametrize("metric", ["project_list", "score_against_execution", "compare_scoring", "compare_rates"])
def test_a_sample_holds_the_smallest_ids_wherever_it_is_taken_from(generated, contradicted, metric, chosen, most):
    asked = {"snapshot": generated, "name": metric, "filters": chosen, "contradicted": contradicted}
    found = run(**asked, part=Part(("project_id", "name"), most, sampled=10**6))
    every = run(**asked)[["project_id", "name"]].sort_values("project_id").head(most).reset_index(drop=True)
    same(found, every)


@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN)
@pytest.mark.parametrize(("metric", "by"), ASKED)
def test_sums_answer_as_single_projects_do(generated, contradicted, monkeypatch, metric, by, chosen):
    for marks in (contradicted, None):
        found = run(generated, metric, chosen, by, marks)
        same(found, singly(monkeypatch, generated, metric, chosen, by, marks))
    assert len(found) or chosen.years == (1999,)


def test_what_can_be_chosen_is_what_the_projects_have(generated):
    found = run(generated, "filter_options").set_index("kind")
    whole = generated.frame("select count(*) as projects, min(budget_base) as least, max(execution_rate) as most, count(execution_rate) as rates from project")
    assert found.loc["year", "projects"].sum() == found.loc["department", "projects"].sum() == whole["projects"][0]
    assert (found.loc["budget_min", "number"], found.loc["rate_max", "number"]) == (whole["least"][0], whole["most"][0])
    assert found.loc["rate_min", "projects"] == whole["rates"][0]


@pytest.mark.parametrize("metric", ["summary", "variance_steps"])
def test_the_marked_are_taken_from_the_verified(generated, contradicted, metric):
    """Worked out row by row, as every page marks them."""
    rows = run(generated, "project_list", contradicted=contradicted)
    rows = rows[rows["counted"]] if metric == "summary" else rows[rows["counted"] & rows["initial_budget"].notna()]
    told = run(generated, metric, contradicted=contradicted).iloc[0]
    for standing, words in (("已印证", "verified"), ("未印证", "unverified"), ("有矛盾", "contradicted")):
        assert told[f"{words}_budget"] == pytest.approx(rows.loc[rows["standing"] == standing, "budget_base"].sum())
        assert told[f"{words}_executed"] == pytest.approx(rows.loc[rows["standing"] == standing, "executed"].sum())


PARTS = [
    ("project_list", Part(("project_id", "name", "standing", "score_standing"), 50, 20)),
    ("project_list", Part(("project_id", "standing"), 40, foremost="unspent", where=(("unspent", ">", 0),))),
    ("execution_list", Part(("project_id", "deviation_reason", "standing"), 60)),
    ("variance_projects", Part(("project_id", "moved", "standing"), 60)),
]


@pytest.mark.parametrize(("metric", "part"), PARTS)
def test_rows_of_a_part_bear_the_marks_they_bear_among_all(generated, contradicted, metric, part):
    for marks in (contradicted, Contradicted(), None):
        found = run(generated, metric, contradicted=marks, part=part)
        whole = run(generated, metric, contradicted=marks).set_index("project_id").loc[found["project_id"]]
        same(found[list(part.columns)].set_index("project_id"), whole[list(part.columns[1:])])


def test_a_part_chosen_by_its_marks_is_chosen_among_all(generated, contradicted):
    rows = run(generated, "project_list", contradicted=contradicted)
    for standing, number in rows["standing"].value_counts().items():
        counted = Part(where=(("standing", "=", standing),))
        assert run(generated, "project_list", contradicted=contradicted, part=counted)["rows"][0] == number


def test_only_metrics_that_choose_by_marks_mark_every_row_for_a_part():
    part = Part(("project_id",), 5)
    marked = {name for name, metric in METRICS.items() if "selected_standing as (" in runner.compose(metric, Filters(), None, Contradicted(), part)[0]}
    assert marked & {"project_list", "execution_list", "variance_projects"} == set()
    assert "explained_projects" in marked


def test_marks_follow_the_audit_at_once(sample_store):
    store = Store(sample_store)
    snapshot = store.snapshot()
    ids = run(snapshot, "project_list")["project_id"][:6]
    for some in (ids[:1], ids[:3], ids[3:], ids[:0], ids, ids[1:]):
        marked = run(snapshot, "explained_projects", contradicted=Contradicted(score=tuple(some)), among="all", rows=9999)["score_standing"].eq("有矛盾").sum()
        assert run(snapshot, "summary", contradicted=Contradicted(score=tuple(some)))["contradicted_scores"][0] == marked
    store.close()


@pytest.mark.parametrize("metric", ["summary", "score_summary", "in_doubt"])
def test_who_is_bound_to_a_district_gets_the_sums_of_it(sample_store, metric):
    store = Store(sample_store)
    snapshot, chosen = store.snapshot(), Filters(districts=("丰台区",))
    marks = Contradicted(tuple(run(snapshot, "project_list")["project_id"][::2]))
    with apart(snapshot.path, "bound", Scope(districts=chosen.districts)) as bound:
        same(run(bound, metric, contradicted=marks), run(snapshot, metric, chosen, contradicted=marks))
    store.close()


def test_a_sum_that_no_64_bits_hold_is_a_sum_still(make_snapshot):
    small = make_snapshot()
    for number in range(30):
        small.project(f"巨额{number}", 99_999_999_999, 99_999_999_999, 90, department="中心", fiscal_year=2021)
    found = run(small.build(), "summary", contradicted=Contradicted())
    assert found["budget"][0] == pytest.approx(30 * 99_999_999_999)
