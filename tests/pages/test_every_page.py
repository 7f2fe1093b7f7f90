"""Every page draws with real data and without any, behind the one guard."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.charts.drawn_table import drawn_table
from analytics.charts.vector import vector
from pages import _shared
from pages._ready import ready

PAGES = Path(__file__).resolve().parents[2] / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.py") if not path.stem.startswith("_"))


@pytest.mark.parametrize("name", NAMES)
def test_draws_with_the_samples(name, open_page, sample_store, monkeypatch):
    """Every chart can be taken along as a picture too, with its finding, and has its table under it."""
    drawn = []
    monkeypatch.setattr(_shared, "ready", lambda figure, *how: drawn.append(figure) or ready(figure, *how))
    app = open_page(name, sample_store)
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []
    assert all(vector(figure).title for figure in drawn)
    assert all(drawn_table(figure).rows for figure in drawn)
    assert any('<details class="lens-drawn"' in part.proto.body for part in app.get("html")) == bool(app.get("plotly_chart"))


@pytest.mark.parametrize("name", NAMES)
def test_draws_with_an_empty_store(name, open_page, empty_store):
    app = open_page(name, empty_store)
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("imports", "project", "self_check", "help")])
def test_an_empty_store_says_where_to_begin(name, open_page, empty_store, shown):
    assert "还没有数据" in shown(open_page(name, empty_store))


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_that_leaves_nothing_draws(name, open_page, sample_store):
    app = open_page(name, sample_store, year="2019", district="朝阳区")
    assert [each.value for each in app.exception] == []


@pytest.mark.parametrize("name", NAMES)
def test_untrusted_addresses_draw(name, open_page, sample_store):
    hostile = "'; drop table project; --<script>alert(1)</script>"
    app = open_page(name, sample_store, year=hostile, district=hostile, department=hostile, amount=hostile, rate=hostile, project=hostile)
    assert [each.value for each in app.exception] == []


@pytest.mark.parametrize("name", NAMES)
def test_guards_itself_first(name, sample_store, monkeypatch):
    """Run without the frame, as Streamlit's old multipage mode would, a page shows nothing of its own."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("LENS_STORE", str(sample_store))
    monkeypatch.syspath_prepend(str(PAGES.parent))
    app = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60).run()
    assert [each.value for each in app.error] == ["请从首页进入。"]
    assert len(app.main) == 1
