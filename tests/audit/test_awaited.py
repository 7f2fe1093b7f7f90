"""The audit of a large store is made apart from whoever looks, once, and is then known to all."""

from __future__ import annotations

import pytest

from analytics.audit import awaited
from analytics.audit.casebook import Casebook
from analytics.audit.doubted import known
from analytics.reading import Answers
from analytics.store import Store
from tests.reading.sheets import form_with, read, workbook


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store that counts as large, of which nobody has audited the data."""
    monkeypatch.setattr(awaited, "LEAST_FORMS", 1)
    monkeypatch.setattr(awaited, "GRACE", 0.0)
    store = Store(tmp_path / "store")
    content = workbook(form_with(H14=99))
    store.commit([(read(content, answers=Answers(district="丰台区")), content)], {}, "测试")
    yield store
    if (work := awaited._under_way.get(store.directory)) is not None:
        work.thread.join()
    store.close()


def test_a_large_store_is_audited_apart_and_then_known(store):
    assert awaited.owed(store)
    assert awaited.waiting(store).audit
    awaited._under_way[store.directory].thread.join()
    assert known(store.snapshot().path)
    assert not awaited.owed(store)


def test_who_asks_twice_waits_for_the_same_audit(store):
    assert awaited.owed(store)
    first = awaited._under_way[store.directory]
    assert awaited.owed(store) or known(store.snapshot().path)
    assert awaited._under_way[store.directory] is first


def test_where_the_process_fails_the_audit_is_made_all_the_same(store, monkeypatch):
    monkeypatch.setattr(awaited, "_apart", lambda store: 1)
    assert awaited.owed(store)
    awaited._under_way[store.directory].thread.join()
    assert not awaited.owed(store)


def test_a_small_store_makes_nobody_wait(store, monkeypatch):
    monkeypatch.setattr(awaited, "LEAST_FORMS", 2)
    assert not awaited.owed(store)
    assert awaited.waiting(store) is None


def test_what_this_process_holds_is_not_waited_for(store):
    Casebook(store).cases()
    assert awaited.waiting(store) is None
