"""Errors planted into generated forms: what arithmetic or plain words give away is found, and nothing is raised on forms without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.audit import RULES
from bench.detection import Detected, detected, raised_on_clean, table
from bench.planted import KINDS

DOCUMENT = Path(__file__).parents[2] / "docs" / "rule-detection.md"
SEEDS = (901, 902)


@pytest.fixture(scope="module")
def results() -> list[Detected]:
    return detected(SEEDS)


def test_what_a_form_gives_away_is_found_every_time(results):
    assert [one.kind for one in results if KINDS[one.kind].certain and one.found < one.planted] == []


def test_forms_beside_a_wrong_one_are_left_alone(results):
    assert [(one.kind, found.message) for one in results for found in one.beside] == []


def test_nothing_is_raised_on_forms_without_a_fault():
    assert [one.message for one in raised_on_clean(range(900, 910))] == []


def test_what_no_rule_can_see_is_not_claimed():
    assert {kind for kind, one in KINDS.items() if not one.rules} == {"consistent-lie", "judged-up", "target-lowered"}
    assert {rule for one in KINDS.values() for rule in one.rules} <= set(RULES)


def test_the_document_has_every_kind_and_its_rules():
    lines = DOCUMENT.read_text("utf-8").splitlines()
    told = {line.split(" | ")[0].lstrip("| "): line for line in lines if line.startswith("|")}
    assert [one.words for one in KINDS.values() if not all(rule in told.get(one.words, "") for rule in one.rules or (" 0% ", "any rule"))] == []


def test_the_table_is_made_by_the_command():
    assert next(table([1])) in DOCUMENT.read_text("utf-8")
