"""Agreement of experts against the published worked examples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.compare.experts import Panel, agreement, agreement_of_mean, concordance, totals, variances, without_each

# Shrout and Fleiss 1979, table 2: four judges, six targets.
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
# Siegel and Castellan 1988, section 9.7: three executives rank six applicants.
EXECUTIVES = np.array([[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]], float)


def test_mean_squares_are_those_of_the_paper():
    found = variances(JUDGES)
    assert [round(each, 2) for each in (found.items, found.within, found.experts, found.rest)] == [11.24, 6.26, 32.49, 1.02]


def test_the_intraclass_correlation_is_that_of_the_paper():
    found = agreement(JUDGES)
    assert (round(found.value, 2), round(agreement_of_mean(JUDGES), 2)) == (0.29, 0.62)
    assert (round(found.low, 2), round(found.high, 2)) == (0.02, 0.76)


def test_kendalls_w_is_that_of_the_textbook():
    assert round(concordance(EXECUTIVES).interval.value, 3) == 0.162


def test_ties_are_corrected_for():
    levels = [[1, 3, 6, 3, 7, 3, 9, 8, 10, 3], [2, 2, 5, 2, 8, 2, 9, 7, 10, 5], [2, 4, 4, 2, 8, 2, 6, 9, 9, 6]]
    tied = np.array(levels, float).T
    assert 0.8 < concordance(tied).interval.value < 0.95


def test_experts_who_agree_wholly_agree_wholly():
    same = np.tile(np.arange(1.0, 8)[:, None], (1, 4))
    assert agreement(same).value == 1
    assert concordance(same).interval.value == pytest.approx(1)


def test_the_same_points_for_everything_say_nothing_of_agreement():
    assert math.isnan(agreement(np.ones((6, 4))).value)
    assert math.isnan(concordance(np.ones((6, 4))).interval.value)


def test_other_ways_to_join_the_points():
    panel = Panel(("甲", "乙"), np.array([10.0, 10.0]), np.array([[10, 10, 8, 0], [5, 5, 5, 5]], float))
    assert totals(panel) == {"mean": 12.0, "median": 14.0, "trimmed": 14.0}
    assert without_each(panel)[3] == pytest.approx(28 / 3 + 5)


def test_items_that_an_expert_left_out_do_not_count_as_agreement():
    panel = Panel(("甲", "乙"), np.array([10.0, 10.0]), np.array([[10, math.nan, 8], [5, 5, 5]], float))
    assert panel.shares.tolist() == [[0.5, 0.5, 0.5]]
    assert not panel.measurable
