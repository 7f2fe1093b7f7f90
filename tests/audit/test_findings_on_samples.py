"""The document on the sample forms says what the rules find there: the counts, and every error by its rule."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from analytics.audit import Audit, audit_of
from analytics.store import Store

DOCUMENT = Path(__file__).parents[2] / "docs" / "findings-on-samples.md"


@pytest.fixture(scope="module")
def found(sample_store) -> Audit:
    store = Store(sample_store)
    yield audit_of(store.snapshot())
    store.close()


def test_the_document_counts_what_is_found(found):
    said = re.search(r"gives (\d+) findings of severity error, (\d+) warnings and (\d+) notes", DOCUMENT.read_text("utf-8")).groups()
    counted = Counter(one.severity for one in found.findings)
    assert [counted[name] for name in ("error", "warning", "note")] == [int(number) for number in said]


def test_every_error_stands_in_the_document(found):
    listed = re.findall(r"^\| \d+ \| ([a-z-]+) \|", DOCUMENT.read_text("utf-8"), re.M)
    assert Counter(listed) == Counter(one.rule for one in found.findings if one.severity == "error")
