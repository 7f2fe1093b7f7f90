"""The commands `links` and `department-function`, as a person or a program calls them."""

import json

import pytest

from analytics.cli import main
from analytics.store import Store
from tests.store.forms import form, reading


@pytest.fixture
def ask(tmp_path, capsys):
    store = Store(tmp_path / "store")
    store.commit([reading("一.xlsx", form("平台运维", year=2021)), reading("二.xlsx", form("平台运维费", year=2022))], {}, "甲")
    store.close()

    def asked(*arguments):
        code = main([*arguments, "--store", str(tmp_path / "store"), "--json"])
        printed = capsys.readouterr().out
        return code, json.loads(printed) if printed else None

    return asked


def test_a_suggestion_is_confirmed_and_taken_back(ask):
    _, before = ask("links")
    (one,) = before["suggestions"]
    ids = [one[side]["project_id"] for side in ("earlier", "later")]
    assert (one["earlier"]["name"], one["later"]["fiscal_year"], before["judged"]) == ("平台运维", 2022, [])
    assert ask("links", "confirm", *ids)[1] == {"projects": ids, "judgement": "confirmed"}
    after = ask("links", "list")[1]
    assert (after["suggestions"], [each["judgement"] for each in after["judged"]]) == ([], ["confirmed"])
    ask("links", "undo", *ids)
    assert ask("links")[1] == before


@pytest.mark.parametrize("arguments", [("confirm", "甲"), ("confirm", "甲", "乙"), ("undo", "甲", "乙")])
def test_what_cannot_be_judged_is_usage(ask, arguments):
    assert ask("links", *arguments) == (2, None)


def test_the_function_of_a_department_is_put_right(ask):
    (department,) = [row["department"] for row in ask("department-function")[1]["departments"]]
    assert ask("department-function", department, "教育")[1]["departments"] == [{"department": department, "function": "教育", "basis": "人工认定"}]
    assert ask("department-function", department, "--undo")[1]["departments"][0]["function"] == "城市运行指挥"
