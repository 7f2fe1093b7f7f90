"""A name is found by a part of it, by the initials of its sounds, and with one sign wrong."""

from __future__ import annotations

import pytest

from analytics.metrics import Filters, run
from analytics.metrics.typed import Typed, best
from analytics.store.letters import letters_of


def found(snapshot, text, kind="project", near=False, filters=None):
    typed = Typed.of(text)
    asked = {**typed.words, "letters": typed.letters, "near": typed.near if near else ""}
    return list(run(snapshot, "search_names", filters or Filters(), kind=kind, **asked)["name"])


@pytest.mark.parametrize("text", ["监督员工资", "监督 工资", "jdygz"])
def test_a_project_is_found_by_part_words_or_initials(snapshot, text):
    assert any("监督员" in name for name in found(snapshot, text))


@pytest.mark.parametrize("text", ["监督人工资", "监督员工作资", "jdxgz"])
def test_one_wrong_sign_is_forgiven(snapshot, text):
    assert found(snapshot, text) == []
    assert any("监督员" in name for name in found(snapshot, text, near=True))


def test_departments_and_indicators_are_found_once_each(snapshot):
    for kind, text in (("department", "zhzx"), ("indicator", "工资1")):
        names = found(snapshot, text, kind)
        assert names
        assert len(names) == len(set(names))


def test_only_names_of_the_departments_asked_for(snapshot):
    assert found(snapshot, "监督员工资", filters=Filters(departments=("没有这个部门",))) == []


@pytest.mark.parametrize("text", ["", "%", "_", "!%", "'; drop table project; --", "((((", "[", "a" * 300])
def test_what_is_no_name_finds_nothing(snapshot, text):
    assert found(snapshot, text, near=True) == []


def test_initials():
    assert [letters_of(name) for name in ("财政局", "LED 大屏", "（一）2021年度")] == ["czj", "leddp", "y2021nd"]


def test_what_begins_with_the_words_comes_first():
    offered = [(name, name, ()) for name in ("部门决算", "决算", "执行率")]
    assert best(Typed.of("决算"), offered, 5) == ["决算", "部门决算"]
    assert best(Typed.of("zxl"), offered, 5) == ["执行率"]
    assert best(Typed.of("执形率"), offered, 5) == ["执行率"]
    assert best(Typed.of("没有"), offered, 5) == []
