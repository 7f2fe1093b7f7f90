"""The command `views` and the option `--view`: what was saved on a page are the filters of a command."""

import json

import pytest

from analytics.cli import main
from analytics.metrics.addresses import filters_at
from analytics.store import Store
from analytics.store.saved_views import SavedViews
from tests.store.forms import form, reading


@pytest.fixture
def ask(tmp_path, capsys):
    store = Store(tmp_path / "store")
    store.commit([reading("一.xlsx", form("平台运维", year=2021)), reading("二.xlsx", form("平台运维费", year=2022))], {}, "甲")
    SavedViews(store, "张三").save("去年的", "/execution?year=2021&threshold=60")
    store.close()

    def asked(*arguments):
        code = main([*arguments, "--store", str(tmp_path / "store"), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return asked


def test_a_view_kept_on_a_page_filters_a_command(ask):
    _, found, said = ask("projects", "--view", "去年的")
    assert [one["name"] for one in found["projects"]] == ["平台运维"]
    assert "视图“去年的”：2021年度；页面自己的选项（threshold=60）不在内" in said


def test_an_option_goes_before_the_view(ask):
    assert [one["name"] for one in ask("projects", "--view", "去年的", "--year", "2022")[1]["projects"]] == ["平台运维费"]


def test_views_are_listed_saved_renamed_and_removed(ask):
    assert [(one["name"], one["owner"], one["filters"]["years"]) for one in ask("views")[1]["views"]] == [("去年的", "张三", [2021])]
    ask("views", "save", "低的", "http://127.0.0.1:8501/execution?rate=30-60")
    ask("views", "rename", "低的", "中间的")
    assert [(one["name"], one["address"]) for one in ask("views")[1]["views"]] == [
        ("中间的", "/execution?rate=30-60"),
        ("去年的", "/execution?year=2021&threshold=60"),
    ]
    assert len(ask("views", "remove", "去年的")[1]["views"]) == 1


def test_a_view_that_is_not_there_is_usage_and_names_the_nearest(ask):
    code, found, said = ask("projects", "--view", "去年")
    assert (code, found) == (2, None)
    assert "您是否要用“去年的”？" in said


def test_what_an_address_cannot_mean_is_dropped():
    filters = filters_at("/x?year=2021&year=abc&rate=60-30&amount=10–100万&district=丰台区")
    assert (filters.years, filters.districts, filters.rate_min, filters.budget_min, filters.budget_max) == ((2021,), ("丰台区",), None, 10, 100)
