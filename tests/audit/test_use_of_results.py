"""结果应用清单: which rule suggests what, for how much, and what a person decided of it."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from analytics.access import Person
from analytics.audit.case import CaseError
from analytics.audit.use_decisions import DECISIONS, UseDecisions, holds
from analytics.audit.use_of_results import Condition, suggestions, use_rules, uses
from analytics.metrics import METRICS
from analytics.metrics.cards import card_of
from analytics.store import Store
from tests.reports.findings import EXECUTION

LEADER = Person("甲", "viewer")
USUAL = {
    "project_id": "p1", "name": "平台运维", "department": "丰台区指挥中心", "district": "丰台区", "fiscal_year": 2021, "implementing_unit": "信息科",
    "file": "表.xlsx", "sheet": "表", "range": "A1:I9", "counted": True, "initial_budget": 100.0, "budget_base": 100.0, "executed": 97.0, "unspent": 3.0,
    "execution_rate": 0.97, "revision_rate": 0.0, "over_initial": 3.0, "carried_unspent": 0.0, "low_since": None, "low_years": 0, "results": 4,
    "missed": 0, "standing": "已印证",
}  # fmt: skip


def facts(*changes):
    return pd.DataFrame([{**USUAL, "project_id": f"p{at}", "name": f"项目{at}", **change} for at, change in enumerate(changes, start=1)])


def told(found):
    return [(one.use, one.rule.id, float(one.amount)) for one in found]


LOW = {"executed": 30.0, "unspent": 70.0, "execution_rate": 0.3, "over_initial": 70.0, "low_since": 2021, "low_years": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (LOW, ("recover", "under-half", 70.0)),
        ({"carried_unspent": 12.5}, ("recover", "carried-again", 12.5)),
        ({"executed": 70.0, "unspent": 30.0, "execution_rate": 0.7, "low_since": 2020, "low_years": 2}, ("reduce", "low-again", 30.0)),
        ({"revision_rate": -0.5, "initial_budget": 200.0, "over_initial": 103.0}, ("reduce", "cut-deep", 103.0)),
        ({"executed": 70.0, "unspent": 30.0, "execution_rate": 0.7, "low_since": 2021, "low_years": 1}, ("reduce", "under-eighty", 30.0)),
        ({}, ("keep", "done-and-spent", 100.0)),
    ],
)
def test_each_rule_makes_its_line(change, expected):
    assert told(suggestions(facts(change), [])) == [expected]


@pytest.mark.parametrize(
    "change", [{"missed": 1}, {"results": 0}, {"execution_rate": 1.2}, {"execution_rate": 0.9}, {"standing": "有矛盾"}, {"standing": "未印证"}]
)
def test_what_is_not_proven_done_is_not_kept(change):
    assert suggestions(facts(change), []) == ()


def test_money_that_is_not_counted_is_proposed_for_nothing():
    assert suggestions(facts({**LOW, "counted": False}), []) == ()


def test_exactly_half_and_exactly_eighty_percent_are_not_below():
    half = {"execution_rate": 0.5, "executed": 50.0, "unspent": 50.0}
    eighty = {"execution_rate": 0.8, "executed": 80.0, "unspent": 20.0}
    assert told(suggestions(facts(half, eighty), [])) == [("reduce", "under-eighty", 50.0)]


@pytest.mark.parametrize(
    ("change", "kept"), [({"severity": "error"}, 0), ({"severity": "warning"}, 1), ({"rule": "budget-equals-spending", "severity": "note"}, 0)]
)
def test_an_error_keeps_a_project_out_of_what_is_kept(change, kept):
    about = replace(EXECUTION, project=None, projects=("项目1",), **change)
    found = suggestions(facts({}), [about])
    assert len(found) == kept
    assert [one.warnings for one in found] == [1] * kept


def test_a_doubt_is_told_on_the_line_it_does_not_stop():
    (line,) = suggestions(facts(LOW), [replace(EXECUTION, project="项目1")])
    assert (line.use, line.errors) == ("recover", 1)


def test_lines_stand_by_use_and_by_money_and_name_what_else_holds():
    found = suggestions(facts({}, LOW, {**LOW, "unspent": 90.0}, {**LOW, "revision_rate": -0.4}), [])
    assert [(one.use, float(one.amount)) for one in found] == [("recover", 90.0), ("recover", 70.0), ("recover", 70.0), ("keep", 100.0)]
    assert [one.also for one in found if one.project == "项目4"] == [("年中调减三成以上",)]


def test_every_rule_is_about_columns_of_the_metric():
    columns = METRICS["use_facts"].columns
    for rule in use_rules():
        assert rule.use in uses(), rule.id
        assert {rule.amount, *(one.column for one in rule.when)} <= set(columns), rule.id
        assert all((rule.title, rule.formula, rule.basis)), rule.id
        rule.why.format(**{name: card_of(name, "use_facts").label for name in columns})
    assert len({rule.id for rule in use_rules()}) == len(use_rules())


def test_a_blank_fulfils_no_condition():
    rows = pd.DataFrame({"execution_rate": [None, 0.1]})
    assert list(Condition("execution_rate", "<", 0.5).holds(rows)) == [False, True]


@pytest.fixture
def decisions(tmp_path):
    store = Store(tmp_path / "store")
    yield UseDecisions(store)
    store.close()


@pytest.fixture
def lines():
    return suggestions(facts(LOW, {}), [])


def test_a_decision_is_kept_with_name_and_reason_and_so_is_the_one_before(decisions, lines):
    revision = decisions.store.ledger.revision()
    decisions.decide(lines, "agreed", LEADER)
    decisions.decide(lines[:1], "put_off", Person("乙", "auditor"), "等  决算\n批复")
    newest = decisions.current()
    assert {one.key: DECISIONS[newest[one.key].decision] for one in lines} == {lines[0].key: "暂缓", lines[1].key: "同意"}
    assert [(one.actor, one.decision, one.note, one.amount) for one in decisions.history(lines[0].key)] == [
        ("甲", "agreed", "", Decimal("70.00")),
        ("乙", "put_off", "等 决算 批复", Decimal("70.00")),
    ]
    assert decisions.store.ledger.revision() > revision


@pytest.mark.parametrize(
    ("person", "decision", "note"),
    [(Person("丙", "clerk"), "agreed", ""), (LEADER, "refused", " "), (LEADER, "perhaps", "理由"), (LEADER, "put_off", "字" * 501)],
)
def test_who_may_not_or_gives_no_reason_decides_nothing(decisions, lines, person, decision, note):
    with pytest.raises(CaseError):
        decisions.decide(lines, decision, person, note)
    assert decisions.current() == {}


def test_figures_that_move_open_the_decision_again(decisions, lines):
    decisions.decide(lines[:1], "agreed", LEADER)
    kept = decisions.current()[lines[0].key]
    (moved,) = suggestions(facts({**LOW, "unspent": 60.0}), [])
    assert (moved.key, holds(lines[0], kept), holds(moved, kept), holds(moved, None)) == (lines[0].key, True, False, False)


def test_a_decision_taken_back_is_kept_but_holds_no_longer(decisions, lines):
    decisions.decide(lines[:1], "agreed", LEADER)
    with pytest.raises(CaseError):
        decisions.take_back(lines, LEADER)
    decisions.take_back(lines[:1], LEADER)
    assert decisions.current() == {}
    assert [one.decision for one in decisions.history(lines[0].key)] == ["agreed", "taken_back"]
