"""What is taken along from a page: the charts it drew, and the whole dashboard, which can be stopped."""

from __future__ import annotations

from threading import Event

import pytest

from analytics.access import Person
from analytics.reports import dashboard_pdf
from pages import _away

PERSON = Person("甲", "auditor")
PATIENCE = 60  # seconds


@pytest.fixture
def slow(monkeypatch):
    """A dashboard that tells steps until it is stopped."""
    begun = Event()

    def made(_given, _on, _author, told):
        begun.set()
        while True:
            told("总览")

    monkeypatch.setattr(dashboard_pdf, "dashboard_pdf", made)
    return begun


def test_a_dashboard_under_way_can_be_stopped_and_leaves_nothing(slow):
    desk = _away.Desk()
    desk.begin(None, PERSON, "范围")
    assert slow.wait(PATIENCE)
    desk.stop()
    assert desk.job.wait(PATIENCE)
    desk.finish()
    assert (desk.job, desk.content, desk.said) == (None, None, _away.CANCELLED)


def test_what_fails_is_said(monkeypatch):
    monkeypatch.setattr(dashboard_pdf, "dashboard_pdf", lambda *_: 1 / 0)
    desk = _away.Desk()
    desk.begin(None, PERSON, "范围")
    assert desk.job.wait(PATIENCE)
    desk.finish()
    assert (desk.content, desk.said) == (None, _away.FAILURE)


def test_what_was_made_is_handed_over(monkeypatch):
    monkeypatch.setattr(dashboard_pdf, "dashboard_pdf", lambda *_: b"%PDF")
    desk = _away.Desk()
    desk.begin(None, PERSON, "范围")
    assert desk.job.wait(PATIENCE)
    desk.finish()
    assert (desk.content, desk.of, desk.said) == (b"%PDF", "范围", None)


def test_a_page_offers_what_it_drew(open_page, sample_store):
    app = open_page("overview", sample_store)
    assert [each.value for each in app.exception] == []
    assert any("下载本页图表" in str(each.proto) for each in app.get("download_button"))
    assert any(each.key == "away_make" for each in app.button)
