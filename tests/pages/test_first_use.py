"""An empty store takes the samples on a click; somebody who may not import is offered neither."""

from __future__ import annotations

from analytics.store import Store


def test_the_samples_are_one_click_away(open_page, tmp_path, shown):
    Store(tmp_path / "new").close()
    app = open_page("overview", tmp_path / "new")
    assert "三步" in shown(app)
    app.button(key="take_samples").click().run()
    assert "还没有数据" not in shown(app)
    assert [each.value for each in app.error] == []
