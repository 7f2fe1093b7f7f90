"""Views kept by name: saved, replaced, renamed, taken out, put back; each person's own."""

from __future__ import annotations

import pytest

from analytics.store import Store
from analytics.store.saved_views import SavedViews, ViewError

pytestmark = pytest.mark.each_ledger


@pytest.fixture
def store(tmp_path):
    with_nothing = Store(tmp_path / "store")
    yield with_nothing
    with_nothing.close()


def names(store, owner="甲"):
    return [(view.name, view.address) for view in SavedViews(store, owner).all()]


def test_a_view_is_kept_for_its_owner_alone(store):
    SavedViews(store, "甲").save("丰台 低执行", "/execution?district=%E4%B8%B0%E5%8F%B0%E5%8C%BA&rate=x")
    assert names(store) == [("丰台 低执行", "/execution?district=%E4%B8%B0%E5%8F%B0%E5%8C%BA&rate=x")]
    assert names(store, "乙") == []


def test_the_same_name_replaces(store):
    mine = SavedViews(store, "甲")
    mine.save("常看", "/")
    mine.save(" 常看 ", "/scores")
    assert names(store) == [("常看", "/scores")]


def test_a_removed_view_comes_back(store):
    mine = SavedViews(store, "甲")
    first = mine.save("常看", "/")
    mine.remove(first.view_id)
    assert names(store) == []
    mine.save("常看", "/scores")
    mine.bring_back(first.view_id)
    assert names(store) == [("常看", "/")]


def test_nobody_changes_the_view_of_another(store):
    view = SavedViews(store, "甲").save("常看", "/")
    other = SavedViews(store, "乙")
    other.remove(view.view_id)
    other.rename(view.view_id, "改了")
    assert names(store) == [("常看", "/")]


def test_a_taken_or_empty_name_is_refused(store):
    mine = SavedViews(store, "甲")
    mine.save("一", "/")
    second = mine.save("二", "/scores")
    for name in ("一", "  ", "长" * 41):
        with pytest.raises(ViewError):
            mine.rename(second.view_id, name)


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org", "javascript:alert(1)", "/a b", "/" + "a" * 5000, "/a/../b"])
def test_only_addresses_within_are_kept(store, address):
    with pytest.raises(ViewError):
        SavedViews(store, "甲").save("常看", address)
