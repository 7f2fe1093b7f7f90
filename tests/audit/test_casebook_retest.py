"""What an import, a withdrawal or a new program does to cases: decisions survive, mended ones close themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics import intake
from analytics.audit import casebook, retesting
from analytics.audit.casebook import Casebook, CaseError
from analytics.audit.finding import Run
from analytics.store import Store
from analytics.store import store as store_module
from tests.audit.cases import CLERK, LI, ZHANG, actions, bring, doubt

ROOT = Path(__file__).parents[2]
DIE_BEFORE_RETEST = """
import os, sys
from analytics.store import Store
from analytics.store import store as store_module
from analytics.store.store import STEPS
from tests.audit import cases

def hear(step):
    if step == "pointer-flipped":
        os._exit(9)

commit = Store.commit_files
Store.commit_files = lambda self, files, actor, progress=None: commit(self, files, actor, hear)
cases.bring(Store(sys.argv[1]), H14=99)
"""
RETEST = """
import sys
from analytics.audit.casebook import Casebook
from analytics.store import Store
from analytics.store import store as store_module
print(len(Casebook(Store(sys.argv[1])).retest("甲").opened))
"""


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    yield store
    store.close()


@pytest.fixture
def book(store):
    return Casebook(store)


def start(script, store):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LENS_LEDGER_URL": store_module.ledger_of(store.directory)}
    return subprocess.Popen([sys.executable, "-c", script, str(store.directory)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_mended_form_closes_its_case_with_the_batch_that_mended_it(store):
    bring(store, H14=99)
    (mending,) = bring(store).batches
    case = doubt(store)
    assert (case.status, case.present, case.closed_how, case.closed_batch, case.settled) == ("closed", False, "mended", mending.batch_id, True)
    assert (case.finding.stated, case.seen_version) == ("99", "000002")
    assert actions(store)[-1] == ("mended", "open", "closed")


def test_a_fault_that_comes_back_opens_its_case_again(store, book):
    bring(store, H14=99)
    book.issue([doubt(store).key], ZHANG)
    bring(store)
    bring(store, H14=99, I12="个别地段反复")
    case = doubt(store)
    assert (case.status, case.present, case.closed_how, case.issued_by) == ("open", True, None, None)
    assert actions(store)[-2:] == [("mended", "issued", "closed"), ("returned", "closed", "open")]
    assert book.cases(CLERK) == ()


def test_taking_back_what_mended_a_fault_takes_back_the_closing(store, book):
    bring(store, H14=99)
    book.issue([doubt(store).key], ZHANG)
    outcome = bring(store)
    intake.undo(store, outcome, "测试")
    assert (doubt(store).status, doubt(store).issued_by) == ("issued", "张某")
    assert actions(store)[-1] == ("returned", "closed", "issued")


def test_withdrawn_data_close_their_cases_and_say_so(store, book):
    (batch,) = bring(store, H14=99).batches
    key = doubt(store).key
    book.issue([key], ZHANG)
    intake.withdraw(store, batch.batch_id, "测试")
    assert (doubt(store).status, doubt(store).closed_how, doubt(store).closed_batch) == ("closed", "withdrawn", batch.batch_id)
    assert (doubt(store).gone, book.counts()["closed"]) == ("数据已撤回", 0)
    intake.reinstate(store, batch.batch_id, "测试")
    assert (doubt(store).status, doubt(store).closed_how) == ("issued", None)


def test_going_back_to_a_version_brings_its_findings_back(store):
    broken = bring(store, H14=99).version
    bring(store)
    intake.restore(store, broken, "测试")
    assert (doubt(store).status, doubt(store).present) == ("open", True)


def test_an_import_that_is_undone_leaves_no_open_case(store):
    bring(store)
    outcome = bring(store, H14=99)
    intake.undo(store, outcome, "测试")
    assert (doubt(store).closed_how, doubt(store).closed_batch) == ("withdrawn", outcome.batches[0].batch_id)


@pytest.mark.parametrize("verdict", ["false", "scope"])
def test_what_was_found_right_stays_so_as_long_as_its_figures_do(store, book, verdict):
    bring(store, H14=99)
    book.verify([doubt(store).key], ZHANG, verdict, "另有加分")
    bring(store, H14=99, I12="个别地段反复")
    assert (doubt(store).status, doubt(store).verdict) == ("verified", verdict)
    bring(store, H14=98)
    assert (doubt(store).status, doubt(store).verdict) == ("open", None)
    assert actions(store)[-1] == ("changed", "verified", "open")


def test_what_persons_closed_stays_closed_until_its_figures_change(store, book):
    bring(store, H14=99)
    book.verify([doubt(store).key], ZHANG, "true", "与原表不符")
    book.close([doubt(store).key], LI, "已告知单位", "数额很小")
    bring(store, H14=99, I12="个别地段反复")
    assert (doubt(store).status, doubt(store).present) == ("closed", True)
    bring(store, H14=98)
    assert (doubt(store).status, doubt(store).finding.stated) == ("open", "98")


def test_what_is_being_dealt_with_goes_on_with_the_new_figures(store, book):
    bring(store, H14=99)
    book.issue([doubt(store).key], ZHANG)
    bring(store, H14=98)
    assert (doubt(store).status, doubt(store).finding.stated) == ("issued", "98")
    assert actions(store)[-1] == ("changed", "issued", "issued")


def test_a_fault_closed_by_persons_and_mended_opens_again_when_it_comes_back(store, book):
    bring(store, H14=99)
    book.verify([doubt(store).key], ZHANG, "true", "与原表不符")
    book.close([doubt(store).key], LI, "已看过", "数额很小")
    bring(store)
    assert (doubt(store).closed_how, doubt(store).present) == ("person", False)
    bring(store, H14=99, I12="个别地段反复")
    assert doubt(store).status == "open"


def test_retesting_again_changes_nothing(store, book):
    bring(store, H14=99)
    before = (store.snapshot().revision, book.cases(), store.events())
    assert book.retest("甲") == casebook.Retest()
    assert (store.snapshot().revision, book.cases(), store.events()) == before


def test_a_rebuild_leaves_cases_as_they_are(store, book):
    bring(store, H14=99)
    book.issue([doubt(store).key], ZHANG)
    intake.rebuild(store, "测试")
    assert (doubt(store).status, doubt(store).opened_version, doubt(store).seen_version) == ("issued", "000002", "000003")


def test_other_rules_close_what_they_do_not_find(store, book, monkeypatch):
    bring(store, H14=99)
    monkeypatch.setattr(casebook, "rules_mark", lambda: "another")
    found = casebook.audit_of(store.snapshot())
    monkeypatch.setattr(casebook, "audit_of", lambda _snapshot: type(found)((), found.runs))
    told = book.retest("升级")
    assert (len(told.closed), doubt(store).closed_how, doubt(store).closed_batch) == (len(found.findings), "rule", None)


def test_a_rule_that_could_not_run_leaves_its_cases_open(store, book, monkeypatch):
    bring(store, H14=99)
    found = casebook.audit_of(store.snapshot())
    monkeypatch.setattr(casebook, "rules_mark", lambda: "another")
    monkeypatch.setattr(casebook, "audit_of", lambda _snapshot: type(found)((), tuple(Run(run.rule, because="出错", failed=True) for run in found.runs)))
    assert book.retest("升级") == casebook.Retest()
    assert (doubt(store).status, doubt(store).present) == ("open", True)


@pytest.mark.each_ledger
def test_who_dies_between_flip_and_retest_is_made_up_for(store, book):
    bring(store)
    assert start(DIE_BEFORE_RETEST, store).wait() == 9
    assert store.snapshot().version == "000003"
    assert (doubt(store).status, doubt(store).opened_version) == ("open", "000003")


def test_a_person_who_acts_first_after_a_broken_import_acts_on_what_is(store, book):
    bring(store, H14=99)
    key = doubt(store).key
    intake.Casebook.retest, kept = (lambda self, actor: None), intake.Casebook.retest
    try:
        bring(store)
    finally:
        intake.Casebook.retest = kept
    with pytest.raises(CaseError):
        book.issue([key], ZHANG)


@pytest.mark.each_ledger
def test_two_processes_retest_once(store):
    store.commit_files(_incoming(store), "测试")
    running = [start(RETEST, store) for _ in range(2)]
    opened = sorted(int(process.communicate()[0]) for process in running)
    assert (opened[0], opened[1]) == (0, len(Casebook(store).cases()))
    assert [step.action for step in Casebook(store).history(doubt(store).key)] == ["found"]


def _incoming(store):
    from analytics.reading import Answers, Source
    from tests.reading.sheets import form_with, workbook

    examined = intake.examine(store, [Source("自评表.xlsx", workbook(form_with(H14=99)))], Answers(district="丰台区"), apart=False)
    return intake._incoming(examined.readings, examined.sources, examined.answers, examined.replace_whole)


def test_only_differences_are_written(store, book):
    bring(store, H14=99)
    bring(store, "另一张.xlsx", H14=99, B3="另一个项目")
    flips = [event for event in store.events() if event.action == "retest"]
    assert flips[0].after["opened"] < len(book.cases())
    assert [step.action for step in book.history(doubt(store).key)] == ["found"]


def test_every_department_and_record_has_its_batch(store):
    (batch,) = bring(store, H14=99).batches
    records = store.snapshot().table(retesting.RECORDS).to_pydict()
    assert set(records["batch_id"]) == {batch.batch_id}
    assert "department|丰台区|丰台区城市管理委员会|2023" in records["record_key"]


def test_what_was_withdrawn_with_all_its_kind_closes_its_cases(store, book, monkeypatch):
    """The rule lacks its fields then, but nothing is unknown: the data are gone."""
    bring(store, H14=99)
    (extra,) = bring(store, "另一张.xlsx", B3="另一个项目").batches
    found = casebook.audit_of(store.snapshot())
    monkeypatch.setattr(casebook, "audit_of", lambda _snapshot: type(found)((), tuple(Run(run.rule, because="数据中没有") for run in found.runs)))
    store.withdraw(extra.batch_id, "测试")
    assert (doubt(store).status, doubt(store).closed_how, doubt(store).closed_batch) == ("closed", "withdrawn", extra.batch_id)


def test_a_doubt_of_a_batch_that_cannot_be_read_stays_as_it_was(store, book):
    bring(store, H14=99)
    before = book.cases()
    (store.batch_directory / store.batches()[-1].batch_id / "indicator.parquet").write_bytes(b"")
    intake.rebuild(store, ZHANG.name)
    assert store.snapshot().damaged
    after = book.cases()
    assert [(one.finding.key, one.status) for one in after] == [(one.finding.key, one.status) for one in before]
    assert before
