"""Answers kept by the content of the question."""

from __future__ import annotations

import pandas

from analytics.charts.findings import families
from analytics.remembered import remembered


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
