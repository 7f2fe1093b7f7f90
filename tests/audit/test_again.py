"""After an import only what it changed is audited again, and the result is that of a full audit: findings, runs and cases."""

from __future__ import annotations

import random
import re

import pytest

from analytics.audit import audit, audit_of, kept
from analytics.audit.casebook import Casebook
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from bench.clean import clean_forms
from bench.planted import KINDS
from bench.workbooks import workbook_of

CITIES = tuple(f"第{number}城市运行中心" for number in range(1, 5))


def bring(store: Store, department: str, kind: str | None = None, forms: int = 2) -> tuple[str, ...]:
    """Import forms of a department, clean or with an error planted into them; returns the batches."""
    number = CITIES.index(department) + 1
    planted = tuple(clean_forms(forms, department, number))
    cells = {}
    if kind:
        one = KINDS[kind].plant(planted, random.Random(number))
        planted, cells = one.forms, one.cells
    content = workbook_of(planted, other=[cells.get(at, {}) for at in range(len(planted))])
    source = Source(f"{department}_2023年度_项目支出绩效自评表.xlsx", content)
    outcome = accept(store, examine(store, [source], Answers(district="丰台区"), apart=False), "测试")
    assert outcome.batches, outcome
    return tuple(info.batch_id for info in outcome.batches)


def flips(store: Store):
    """Imports, replacements, withdrawals and returns; gives after each the departments that it changed at most."""
    one, two = CITIES[:2]
    for city in CITIES:
        bring(store, city)
    yield None
    (wrong,) = bring(store, one, "form-copied")
    yield {one}
    store.withdraw(wrong, "测试")
    bring(store, two, "total-digit", forms=1)
    yield {one, two}
    accounts = [info.batch_id for info in store.batches() if "决算登记表" in info.file]
    for batch in accounts or [wrong]:
        (store.withdraw if accounts else store.reinstate)(batch, "测试")
    yield {"丰台区城市管理监督指挥中心", "丰台区政务服务管理局", ""} if accounts else {one}
    store.restore("000004", "测试")
    yield None


def told(store: Store) -> list:
    """Every case and its steps, without the random part of the names of batches and the times."""
    book = Casebook(store)
    found = []
    for case in book.cases():
        steps = [(step.action, step.before, step.after, re.sub("-[0-9a-f]{8}", "", step.note)) for step in book.history(case.key)]
        found.append((case.key, case.finding.message, case.status, case.present, case.closed_how, (case.closed_batch or "")[:6], case.seen_version, steps))
    return found


@pytest.fixture(params=["samples", "empty"])
def store(request, tmp_path):
    store = Store(request.getfixturevalue("own_store") if request.param == "samples" else tmp_path / "store")
    yield store
    store.close()


def test_what_is_found_again_is_what_a_full_audit_finds(store):
    for departments in flips(store):
        found, full = audit_of(store.snapshot()), audit(store.snapshot().connection)
        assert {one.key: one for one in found.findings} == {one.key: one for one in full.findings}
        assert found == full
        if departments is not None:
            assert found.afresh.departments <= departments


def test_cases_follow_as_if_everything_had_been_found_anew(tmp_path, monkeypatch):
    partly, wholly = Store(tmp_path / "partly"), Store(tmp_path / "wholly")
    states = [told(partly) for _ in flips(partly)]
    monkeypatch.setattr(kept, "changed", lambda before, now: None)
    assert [told(wholly) for _ in flips(wholly)] == states
    assert len({str(state) for state in states}) > 3
    partly.close()
    wholly.close()


def test_kept_findings_that_cannot_be_read_are_found_again(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, CITIES[0])
    for file in store.directory.glob("findings-*.json"):
        file.write_text("{}", "utf-8")
    kept._audits.clear()
    bring(store, CITIES[1])
    assert audit_of(store.snapshot()) == audit(store.snapshot().connection)
    store.close()
