"""Standings: what an error of the audit does to the figures of its project."""

from __future__ import annotations

import pytest

from analytics.access import Person
from analytics.audit import casebook
from analytics.audit import doubted as kept_beside
from analytics.audit.casebook import Casebook
from analytics.audit.standing import about_score, contradicted, contradicted_in, upheld
from analytics.charts.standing import shares, standings
from analytics.metrics import Filters, run
from analytics.metrics.runner import Contradicted
from analytics.store import Store
from tests.audit.draft import Department, indicators
from tests.audit.test_findings import bring


@pytest.fixture
def department():
    """Three forms: one clean, one whose total is wrong, one that spent more than its rate says."""
    department = Department()
    department.evaluate("清扫")
    department.evaluate("总分有误", total_score=99)
    department.evaluate("执行率有误", funding={"execution_rate_stated": 0.6})
    return department


def doubted(department: Department) -> Contradicted:
    return contradicted(department, department.audit().findings)


def standing_of(department: Department, found: Contradicted | None) -> dict[str, tuple[str, str]]:
    rows = run(department, "project_list", contradicted=found).to_dict("records")
    return {row["name"]: (row["standing"], row["score_standing"]) for row in rows}


def test_an_error_marks_the_figure_it_is_about_and_no_other(department):
    found = standing_of(department, doubted(department))
    assert found["清扫"] == ("已印证", "已印证")
    assert found["总分有误"] == ("已印证", "有矛盾")
    assert found["执行率有误"][0] == "有矛盾"


def test_without_an_audit_a_standing_rests_on_the_form_alone(department):
    department.build()
    assert standing_of(department, None)["执行率有误"][0] == "有矛盾"


def test_what_was_judged_no_fault_is_no_contradiction(department):
    department.build()
    assert standing_of(department, Contradicted())["执行率有误"][0] == "未印证"


def test_a_form_with_a_missing_score_has_nothing_to_check_its_total_against():
    department = Department()
    department.evaluate("缺分", rows=indicators((0, {"score": None})), total_score=90)
    assert standing_of(department.build(), Contradicted())["缺分"][1] == "未印证"


def test_the_standings_of_a_sum_add_up_to_it(department):
    found = doubted(department)
    row = run(department, "summary", Filters(), contradicted=found).iloc[0]
    assert row["verified_budget"] + row["unverified_budget"] + row["contradicted_budget"] == row["budget"]
    assert row["verified_executed"] + row["unverified_executed"] + row["contradicted_executed"] == row["executed"]
    assert row["verified_scores"] + row["unverified_scores"] + row["contradicted_scores"] == row["scored"]
    for measure, parts in standings(row).items():
        assert sum(part.share for part in parts) == pytest.approx(1), measure


def test_shares_are_said_with_their_money(department):
    row = run(department, "summary", contradicted=doubted(department)).iloc[0]
    assert [part.words for part in shares(row, "budget")] == ["已印证 66.7%（200.00 万元）", "有矛盾 33.3%（100.00 万元）"]


def test_what_was_spent_is_shared_out_by_what_was_spent():
    department = Department()
    department.evaluate("清扫", funding={"executed": "5", "execution_rate_stated": 0.05, "score": "0.5"})
    department.evaluate("执行率有误")
    department.build()
    ids = run(department, "project_list").set_index("name")["project_id"]
    row = run(department, "summary", contradicted=Contradicted((ids["执行率有误"],), ())).iloc[0]
    assert [part.words for part in shares(row, "executed")][-1] == "有矛盾 94.4%（85.00 万元）"
    assert [part.words for part in shares(row, "unspent")][-1] == "有矛盾 13.6%（15.00 万元）"
    assert [part.share for part in shares(row, "budget")][-1] == 0.5


def test_findings_of_the_score_are_told_from_those_of_the_money(department):
    fields = {one.rule: about_score(one) for one in department.audit().findings if one.severity == "error"}
    assert fields["score-total"]
    assert not fields["execution-rate"]


def test_a_verdict_of_no_fault_takes_the_contradiction_away(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    assert len(contradicted_in(store).score) == 1
    book, auditor = Casebook(store), Person("审计甲", "auditor")
    errors = [case.key for case in book.cases() if case.finding.severity == "error"]
    book.issue(errors, auditor)
    book.verify(errors, auditor, "false", "经核对无误")
    assert contradicted_in(store) == Contradicted()
    store.close()


def test_what_is_kept_says_the_same_as_all_cases(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    book, auditor = Casebook(store), Person("审计甲", "auditor")
    every = contradicted(store.snapshot(), upheld(book.cases()))
    assert contradicted_in(store) == every != Contradicted()
    (rule,) = {case.finding.rule for case in book.cases() if case.finding.severity == "error"}
    book.switch_rule(rule, False, auditor, "本区另有计分办法，见区财政局文件")
    assert contradicted_in(store) == contradicted(store.snapshot(), upheld(book.cases())) == Contradicted()
    store.close()


def test_pages_are_told_without_any_finding_being_read(tmp_path, monkeypatch):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    before = contradicted_in(store)
    kept_beside._held.clear()
    monkeypatch.setattr(casebook, "audit_of", lambda snapshot: pytest.fail("findings were read"))
    assert contradicted_in(store) == before
    store.close()


def test_a_kept_file_that_cannot_be_read_is_made_again(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    before = contradicted_in(store)
    (file,) = store.directory.glob("doubted-*.json")
    file.write_text("{")
    kept_beside._held.clear()
    assert contradicted_in(store) == before
    assert kept_beside.known(store.snapshot().path)
    store.close()


def test_the_cases_about_a_department_are_those_of_the_whole_list(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    whole = Casebook(store).readable()
    departments = {case.finding.department for case in whole}
    assert [case for name in departments for case in Casebook(store).about(name)] == list(whole)
    store.close()
