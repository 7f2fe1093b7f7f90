"""What stands behind a figure adds up to it: the projects in it and those left out are all there are."""

from __future__ import annotations

import pytest

from analytics.metrics import Filters, run
from analytics.metrics.cards import CARDS
from analytics.metrics.explain import FIGURES, explained


@pytest.fixture
def ask(snapshot):
    return lambda metric, filters, **parameters: run(snapshot, metric, filters, **parameters)


def test_every_figure_has_a_card():
    assert set(FIGURES) - set(CARDS) == set()


@pytest.mark.parametrize("measure", sorted(FIGURES))
def test_it_counts_the_projects_that_the_summary_counts(ask, measure):
    summary = ask("summary", Filters()).iloc[0]
    among = FIGURES[measure][0]
    wanted = {"all": "projects"}.get(among, among)
    assert explained(ask, measure, Filters()).found == summary[wanted]


def test_what_is_in_and_what_is_out_are_all_projects(ask):
    budget = explained(ask, "budget", Filters())
    out = int(ask("left_out", Filters())["projects"].sum())
    assert budget.found + out == ask("summary", Filters())["projects"].iloc[0]
    assert len(budget.left_out) == len(ask("left_out", Filters()))


def test_filters_hold(ask):
    one = Filters(districts=("朝阳区",))
    assert explained(ask, "projects", one).found == ask("summary", one)["projects"].iloc[0]


def test_a_figure_without_projects_is_explained_in_words_and_an_unknown_one_not_at_all(ask):
    assert explained(ask, "income", Filters()).projects == ()
    assert explained(ask, "no_such_figure", Filters()) is None
