"""What a browser tab sends of the person it kept may be anything."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from pages._identity import kept_person


def test_a_kept_person_comes_back():
    assert kept_person(quote('{"name": "张审", "role": "clerk", "departments": ["环卫中心"]}')) == ("张审", "clerk", ["环卫中心"])


@pytest.mark.parametrize("text", ["", "x", "[1]", '{"name": 1, "role": "auditor"}', '{"name": "张审", "role": "king"}', '{"role": "auditor"}'])
def test_anything_else_is_nobody(text):
    assert kept_person(quote(text)) == ("", "", [])
