"""Names stand in the order of their sounds and are found by the letters typed for them."""

from __future__ import annotations

import pytest

from analytics.pinyin import BEFORE_THE_LETTERS, closeness, in_order, initials, searchable, spelled


@pytest.mark.parametrize(
    ("name", "letters", "word"),
    [
        ("财政局", "czj", "caizhengju"),
        ("重庆", "cq", "chongqing"),
        ("长辛店街道", "cxdjd", "changxindianjiedao"),
        ("12345热线（A区）", "12345rxaq", "12345rexianaqu"),
        ("", "", ""),
    ],
)
def test_a_name_has_initials_and_a_spelling(name, letters, word):
    assert (initials(name), spelled(name)) == (letters, word)


def test_districts_stand_in_the_order_of_their_sounds():
    assert in_order(["西城区", "丰台区", "朝阳区", "东城区", "大兴区"]) == ["朝阳区", "大兴区", "东城区", "丰台区", "西城区"]


@pytest.mark.parametrize(("query", "found"), [("财政", 4), ("CZJ", 3), ("caizh", 2), ("cai zheng", 2), ("cjj", 1), ("zj", 3), ("jc", 0), ("教育", 0), (" ", 0)])
def test_a_query_is_as_close_as_it_names_the_thing(query, found):
    assert closeness(query, "财政局") == found


def test_what_the_browser_searches_begins_with_the_name():
    name, _, letters = searchable("财政局").partition(BEFORE_THE_LETTERS)
    assert (name, letters) == ("财政局", "czj caizhengju")
