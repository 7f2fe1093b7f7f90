"""Answers kept by the content of the question."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pandas
import pytest

from analytics.charts.findings import families
from analytics.remembered import Shelf, remembered


def asked_of(function):
    """The function remembered, and the list of questions that reached it."""
    reached = []

    @remembered
    def answered(*arguments, **named):
        reached.append((arguments, named))
        return function(*arguments, **named)

    return answered, reached


def test_answers_the_same_question_once():
    total, reached = asked_of(lambda frame, factor=1: frame["a"].sum() * factor)
    first, again = pandas.DataFrame({"a": [1, 2]}), pandas.DataFrame({"a": [1, 2]})
    assert (total(first), total(again)) == (3, 3)
    assert len(reached) == 1


def test_tells_questions_apart_by_one_cell_or_one_option():
    total, reached = asked_of(lambda frame, factor=1: frame["a"].sum() * factor)
    frame = pandas.DataFrame({"a": [1, 2]})
    assert [total(frame), total(pandas.DataFrame({"a": [1, 3]})), total(frame, factor=2)] == [3, 4, 6]
    assert len(reached) == 3


def test_asks_again_where_the_question_cannot_be_written_down():
    called, reached = asked_of(lambda function: function())
    assert called(lambda: 1) == called(lambda: 1) == 1
    assert len(reached) == 2


def test_a_chart_is_drawn_once_and_anew_when_a_figure_changes():
    counted = {"FOOTING": {"error": 1}}
    drawn = families(counted)
    assert families({"FOOTING": {"error": 1}}) is drawn
    assert families({"FOOTING": {"error": 2}}) is not drawn


def test_a_shelf_keeps_the_latest_answers():
    shelf, made = Shelf(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        assert shelf.of(key, lambda: made.append(key) or key) == key  # noqa: B023
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_kept_for_nobody():
    shelf = Shelf(2)
    with pytest.raises(ZeroDivisionError):
        shelf.of("a", lambda: 1 / 0)
    assert shelf.of("a", lambda: 1) == 1


def test_what_one_makes_the_others_wait_for():
    shelf, made, begun, go_on = Shelf(2), [], threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(60)
        made.append(1)
        return "answer"

    with ThreadPoolExecutor(2) as people:
        first = people.submit(shelf.of, "a", slow)
        begun.wait(60)
        second = people.submit(shelf.of, "a", slow)
        go_on.set()
        assert (first.result(60), second.result(60), len(made)) == ("answer", "answer", 1)


def test_who_waited_in_vain_makes_it_himself():
    shelf, begun, go_on = Shelf(2), threading.Event(), threading.Event()

    def fail():
        begun.set()
        go_on.wait(60)
        raise OSError("disk")

    with ThreadPoolExecutor(2) as people:
        first = people.submit(shelf.of, "a", fail)
        begun.wait(60)
        second = people.submit(shelf.of, "a", lambda: "answer")
        go_on.set()
        assert isinstance(first.exception(60), OSError)
        assert second.result(60) == "answer"
