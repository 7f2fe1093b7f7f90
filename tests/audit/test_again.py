"""After an import only what it changed is audited again, and the result is that of a full audit: findings, runs and cases."""

from __future__ import annotations

import random

import pytest

from analytics.audit import audit, audit_of
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from bench.clean import clean_forms
from bench.planted import KINDS
from bench.workbooks import workbook_of

CITIES = tuple(f"第{number}城市运行中心" for number in range(1, 4))


def bring(store: Store, department: str, kind: str | None = None, forms: int = 3) -> tuple[str, ...]:
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
    """Imports, replacements, withdrawals and returns; gives after each the departments that it changed."""
    one, two, three = CITIES
    for city in CITIES:
        bring(store, city)
    yield None
    (wrong,) = bring(store, one, next(iter(KINDS)))
    yield {one}
    bring(store, two, list(KINDS)[-1])
    yield {two}
    store.withdraw(wrong, "测试")
    yield {one}
    (fewer,) = bring(store, three, forms=1)
    yield {three}
    store.reinstate(wrong, "测试")
    yield {one}
    store.withdraw(fewer, "测试")
    yield {three}
    accounts = next((info for info in store.batches() if "决算登记表" in info.file), None)
    if accounts:
        store.withdraw(accounts.batch_id, "测试")
        yield {"丰台区城市管理监督指挥中心", "丰台区政务服务管理局", ""}
    store.rebuild("测试")
    yield set()
    store.restore("000001", "测试")
    yield None


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
