"""Roles are data, and what no rule grants is refused: actions, pages, commands, and the rows of every query."""

from __future__ import annotations

import pytest

from analytics.access import ACTIONS, ROLES, Forbidden, admitted, demand, demand_entry, listed, may, needs
from analytics.audit import audit_of
from analytics.audit.casebook import Casebook, CaseError
from analytics.audit.standing import contradicted_in
from analytics.cli import commands
from analytics.errors import UnknownBatch
from analytics.intake import accept, examine
from analytics.metrics import METRICS, run
from analytics.reading import Source
from analytics.store import Store
from pages._frame_screens import SCREENS
from tests.access.persons import ADMIN, AUDITOR, CHAOYANG, CLERK, EVERYBODY, FENGTAI, NOBODY, OF_CHAOYANG, OTHER_CLERK, VIEWER


@pytest.fixture(scope="module")
def whole(sample_store):
    """The shared store, opened once: it is only read."""
    store = Store(sample_store)
    yield store
    store.close()


@pytest.fixture
def own(own_store):
    """A store that a test may change."""
    store = Store(own_store)
    yield store
    store.close()


def test_every_page_and_command_has_a_rule_and_every_rule_a_page_or_command():
    assert set(listed("pages")) == {name for _, name, _, _ in SCREENS}
    assert set(listed("commands")) == set(commands.RUN)


def test_rules_name_actions_that_somebody_holds():
    for kind in ("pages", "commands", "routes"):
        assert {needs(kind, name) for name in listed(kind)} <= {*ACTIONS, "anyone", "nobody"}
    assert all(any(may(person, action) for person in EVERYBODY.values()) for action in ACTIONS)


def test_what_nobody_wrote_a_rule_for_is_open_to_nobody():
    for person in EVERYBODY.values():
        assert not admitted(person, "pages", "a_new_page")
        with pytest.raises(Forbidden):
            demand_entry(person, "commands", "a-new-command")


def test_a_person_without_a_known_role_may_nothing():
    assert not any(may(NOBODY, action) for action in ACTIONS)


def test_a_refusal_says_who_may_and_whom_to_ask(monkeypatch):
    monkeypatch.setenv("LENS_ADMINISTRATOR", "信息科 8000")
    with pytest.raises(Forbidden) as refused:
        demand(VIEWER, "import")
    assert all(words in str(refused.value) for words in (ROLES["viewer"], ROLES["clerk"], "信息科 8000"))


def test_a_clerk_knows_only_batches_of_the_own_department(whole):
    stranger = whole.for_person(OTHER_CLERK)
    held, other = whole.for_person(CLERK).batches(), stranger.batches()
    assert held
    assert other
    assert not {info.batch_id for info in held} & {info.batch_id for info in other}
    for info in held:
        with pytest.raises(UnknownBatch) as refused:
            stranger.original(info.batch_id)
        assert info.file not in str(refused.value)
    assert all(version.reason == "" for version in stranger.versions())
    assert {claim.department for claim in stranger.claims()} <= {CHAOYANG}


def test_a_clerk_stores_and_withdraws_for_the_own_department_alone(own):
    whole = own
    stranger = whole.for_person(OTHER_CLERK)
    of_fengtai = next(info for info in whole.for_person(CLERK).batches() if info.status == "active")
    name, content = whole.original(of_fengtai.batch_id)
    examination = examine(stranger, [Source(name, content)], replace_whole=True)
    with pytest.raises(Forbidden):
        accept(stranger, examination, OTHER_CLERK.name)
    for forbidden in (lambda: stranger.withdraw(of_fengtai.batch_id, "赵填"), lambda: stranger.batch(str(of_fengtai.sequence))):
        with pytest.raises(UnknownBatch):
            forbidden()
    for forbidden in (lambda: stranger.restore("000001", "赵填"), lambda: stranger.rebuild("赵填"), lambda: stranger.backup(own.directory / "x.zip")):
        with pytest.raises(Forbidden):
            forbidden()
    with pytest.raises(Forbidden):
        stranger.remember_alias("环卫", FENGTAI, "赵填")


def test_whoever_is_bound_to_a_district_meets_no_row_of_another_in_any_metric(whole):
    bound = whole.for_person(OF_CHAOYANG).snapshot()
    assert set(run(bound, "project_list")["district"]) == {"朝阳区"}
    for name in METRICS:
        frame = run(bound, name)
        words = frame.astype(str).to_csv()
        assert "丰台" not in words, name
    assert "丰台区" in set(run(whole.snapshot(), "project_list")["district"])


def test_whoever_is_bound_to_a_district_meets_no_finding_of_another(whole):
    bound = whole.for_person(OF_CHAOYANG)
    assert {one.district for one in audit_of(bound.snapshot()).findings} == {"朝阳区"}
    cases = Casebook(bound).cases()
    assert {case.finding.district for case in cases} == {"朝阳区"}
    hidden = next(case.key for case in Casebook(whole).cases() if case.finding.district == "丰台区")
    with pytest.raises(CaseError):
        Casebook(bound).case(hidden)


def test_whoever_is_bound_to_a_district_moves_no_finding_of_another(own):
    bound = Casebook(own.for_person(OF_CHAOYANG))
    hidden = next(case.key for case in Casebook(own).cases() if case.finding.district == "丰台区")
    with pytest.raises(CaseError) as refused:
        bound.issue([hidden], OF_CHAOYANG)
    assert "没有编号" in str(refused.value)


def test_findings_are_read_by_those_who_may_and_marks_are_the_same_for_all(whole):
    everything = Casebook(whole).cases()
    read = {person.role: len(Casebook(whole.for_person(person)).readable()) for person in (AUDITOR, ADMIN, VIEWER, CLERK, NOBODY)}
    assert read == {"auditor": len(everything), "admin": len(everything), "viewer": len(everything), "clerk": 0, "": 0}
    assert contradicted_in(whole.for_person(CLERK)) == contradicted_in(whole)
