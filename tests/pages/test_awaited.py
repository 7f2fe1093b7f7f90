"""Pages over data whose audit is still under way say so, and what asks for newer data tells nothing of them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from analytics.audit import awaited
from analytics.reading import Answers
from analytics.store import Store
from pages import _fresh, _warm
from tests.reading.sheets import form_with, read, workbook


@pytest.fixture
def unaudited(tmp_path, monkeypatch):
    """A store that counts as large, with an audit that does not come to its end."""
    monkeypatch.setattr(awaited, "LEAST_FORMS", 1)
    monkeypatch.setattr(awaited, "_made", lambda store: None)
    store = Store(tmp_path / "store")
    content = workbook(form_with(H14=99))
    store.commit([(read(content, answers=Answers(district="丰台区", department="丰台区环卫中心", fiscal_year=2023)), content)], {}, "测试")
    yield store.directory
    store.close()


def test_figures_are_drawn_and_said_to_be_preliminary(open_page, unaudited, shown):
    words = shown(open_page("overview", unaudited))
    assert "稽核进行中" in words
    assert "全年预算" in words


def test_nothing_preliminary_is_taken_along(open_page, unaudited):
    app = open_page("execution", unaudited)
    assert {button.proto.disabled for button in app.get("download_button")} == {True}


@pytest.mark.parametrize("name", ["findings", "briefing", "rules"])
def test_pages_of_findings_show_how_far_the_audit_is(open_page, unaudited, shown, name):
    app = open_page(name, unaudited)
    assert not app.exception
    assert "正在按全部规则稽核" in shown(app)


def test_the_mark_says_nothing_of_the_data(sample_store):
    store = Store(sample_store)
    mark, audited = _fresh.answer_of(store).split()
    assert store.snapshot().version not in mark
    assert audited in "01"
    store.close()


def test_other_data_have_another_mark(tmp_path):
    store = Store(tmp_path / "store")
    before = _fresh.mark(store.pointed_at())
    content = workbook(form_with())
    store.commit([(read(content, answers=Answers(district="丰台区")), content)], {}, "测试")
    assert _fresh.mark(store.pointed_at()) != before
    store.close()


def test_the_answer_is_text_that_nobody_keeps(sample_store, monkeypatch):
    monkeypatch.setenv("LENS_STORE", str(sample_store))
    with ThreadPoolExecutor(1) as apart:  # another test's browser may hold the loop of this thread
        answer = apart.submit(asyncio.run, _fresh.now(None)).result()
    assert answer.headers["cache-control"] == "no-store"


def test_before_pages_can_be_drawn_an_open_page_hears_of_no_data_and_a_new_one_waits(sample_store, monkeypatch):
    monkeypatch.setenv("LENS_STORE", str(sample_store))
    imported = threading.Event()
    monkeypatch.setattr(_warm, "_importing", threading.Thread(target=imported.wait, daemon=True))
    assert _warm.over()  # no server was started here
    _warm.begin()
    with ThreadPoolExecutor(2) as apart:
        assert apart.submit(asyncio.run, _fresh.now(None)).result().body == b""
        waiting = apart.submit(_warm.awaited)
        assert not waiting.done()
        imported.set()
        waiting.result()
        assert apart.submit(asyncio.run, _fresh.now(None)).result().body != b""
