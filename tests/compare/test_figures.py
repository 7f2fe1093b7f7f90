"""The comparison of groups says the same however the groups and their projects are ordered."""

import pytest

from analytics.compare.figures import figures_of
from analytics.metrics import Filters, run
from analytics.store import Store


@pytest.fixture(scope="module")
def snapshot(sample_store):
    return Store(sample_store).snapshot()


@pytest.fixture(scope="module")
def sums(snapshot):
    return run(snapshot, "figure_sums", Filters(), "district")


@pytest.fixture(scope="module")
def projects(snapshot):
    return run(snapshot, "compared_projects", Filters())


def test_the_order_of_groups_and_projects_changes_no_figure(sums, projects):
    names = ["丰台区", "朝阳区"]
    one, other = figures_of(sums, projects, names), figures_of(sums, projects.sample(frac=1, random_state=1), names[::-1])
    for figure, found in one.items():
        (pair,), (turned,) = found.pairs or (None,), other[figure].pairs or (None,)
        if pair:
            assert pair.lacking == pytest.approx(turned.lacking)
            assert (pair.one, pair.other) == (turned.one, turned.other)
            assert (pair.difference.low, pair.difference.high) == pytest.approx((turned.difference.low, turned.difference.high))
        assert {group.name: group.interval.low for group in found.groups} == pytest.approx({group.name: group.interval.low for group in other[figure].groups})
