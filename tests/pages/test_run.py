"""What holds for one run of a page is looked up once, and anew in the next run."""

from __future__ import annotations

from types import SimpleNamespace

from pages import _run


def test_is_looked_up_once_a_run(monkeypatch):
    looked, context = [], SimpleNamespace(cursors={})
    monkeypatch.setattr(_run, "get_script_run_ctx", lambda: context)
    for _ in range(3):
        assert _run.once("snapshot", lambda: looked.append(1) or len(looked)) == 1
    context.cursors = {}
    assert _run.once("snapshot", lambda: looked.append(1) or len(looked)) == 2


def test_another_key_is_another_question(monkeypatch):
    context = SimpleNamespace(cursors={})
    monkeypatch.setattr(_run, "get_script_run_ctx", lambda: context)
    assert [_run.once(("revision", number), lambda: number) for number in (1, 2, 1)] == [1, 2, 1]  # noqa: B023


def test_without_a_page_it_is_looked_up_every_time(monkeypatch):
    monkeypatch.setattr(_run, "get_script_run_ctx", lambda: None)
    assert [_run.once("key", lambda: number) for number in (1, 2)] == [1, 2]  # noqa: B023
