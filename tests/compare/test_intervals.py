"""Intervals and what can be told apart: worked examples, limits, and whether 95 % means 95 %."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.compare import Sample, compared, difference, interval
from analytics.compare.apart import FEWEST, FEWEST_OF_MANY, drawn
from analytics.compare.bootstrap import difference_of_many, summed

TREATED = [94, 197, 16, 38, 99, 141, 23]  # survival in days of mice: Efron and Tibshirani 1993, table 2.1
CONTROL = [52, 104, 146, 10, 51, 30, 40, 27, 46]


def plain(name: str, values) -> Sample:
    return Sample(name, np.array(values, float), np.ones(len(values)))


def projects(generator: np.random.Generator, size: int, weighted: bool) -> Sample:
    """Projects as they are: four in ten spent to the last digit, the rest below, budgets log-normal."""
    rates = np.where(generator.random(size) < 0.4, 1.0, generator.beta(6, 1.2, size))
    budgets = np.exp(generator.normal(4, 1, size)) if weighted else np.ones(size)
    return Sample("", rates * budgets, budgets)


def test_means_and_errors_are_those_of_the_textbook():
    treated, control = plain("treated", TREATED), plain("control", CONTROL)
    assert (round(treated.value, 2), round(control.value, 2)) == (86.86, 56.22)
    assert (round(treated.error, 2), round(control.error, 2)) == (25.24, 14.16)  # 14.14 there, of the rounded digits
    assert difference(treated, control).holds(0)


def test_the_permutation_test_agrees_with_all_permutations():
    """Where every way to deal the projects can be counted, the interval holds zero exactly where few enough are as extreme."""
    from itertools import combinations

    one, other = plain("one", [9, 10, 11, 12, 30]), plain("other", [1, 2, 3, 4, 5])
    everything = np.concatenate([one.numerators, other.numerators])

    def studentised(chosen) -> float:
        mask = np.isin(np.arange(10), chosen)
        first, second = everything[mask], everything[~mask]
        return (first.mean() - second.mean()) / math.hypot(first.std(ddof=1) / 5**0.5, second.std(ddof=1) / 5**0.5)

    own = studentised(range(5))
    extreme = np.mean([abs(studentised(each)) >= own - 1e-9 for each in combinations(range(10), 5)])
    assert extreme < 0.05
    assert not difference(one, other).holds(0)


def test_a_ratio_weighs_projects_by_their_money():
    sample = Sample("", np.array([10.0, 90.0]), np.array([100.0, 100.0]))
    assert sample.value == 0.5
    heavier = Sample("", np.array([10.0, 810.0]), np.array([100.0, 900.0]))
    assert heavier.value == 0.82


def test_equal_projects_leave_no_doubt_and_no_interval():
    found = interval(plain("", [1.0] * 12))
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_the_same_data_give_the_same_interval():
    sample = projects(np.random.default_rng(5), 20, True)
    assert interval(sample) == interval(Sample("", sample.numerators.copy(), sample.denominators.copy()))


def test_no_end_lies_below_what_the_figure_can_be():
    assert interval(plain("", [0.0] + [1.0] * 11)).low >= 0


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("size", [12, 30])
def test_ninety_five_per_cent_of_the_intervals_hold_the_truth(size, weighted):
    generator = np.random.default_rng(20211)
    truth = projects(generator, 400_000, weighted).value
    held = np.mean([interval(projects(generator, size, weighted)).holds(truth) for _ in range(700)])
    assert 0.92 <= held <= 0.98  # 0.93 to 0.97 but for the two errors of 700 rounds


@pytest.mark.parametrize("sizes", [(12, 12), (10, 40)])
def test_groups_of_the_same_kind_are_told_apart_in_one_round_of_twenty(sizes):
    generator = np.random.default_rng(20212)
    held = np.mean([difference(*(projects(generator, size, True) for size in sizes)).holds(0) for _ in range(700)])
    assert 0.93 <= held <= 0.97


def test_many_projects_need_no_draws_and_give_nearly_the_same():
    generator = np.random.default_rng(7)
    many = projects(generator, 3000, True)
    few = Sample("", many.numerators[:2000], many.denominators[:2000])
    wide, narrow = interval(few), interval(many)
    assert (wide.high - wide.low) / (narrow.high - narrow.low) == pytest.approx((3000 / 2000) ** 0.5, rel=0.15)


def test_groups_that_differ_are_apart_and_have_their_places():
    generator = np.random.default_rng(3)
    low, middle, high = (plain(name, generator.normal(mean, 0.02, 20)) for name, mean in (("低", 0.5), ("中", 0.7), ("高", 0.9)))
    found = compared([low, middle, high])
    assert [(group.name, group.best_rank, group.worst_rank) for group in found.groups] == [("低", 3, 3), ("中", 2, 2), ("高", 1, 1)]
    assert all(pair.apart and pair.lacking == 0 for pair in found.pairs)


def test_groups_that_cannot_be_told_apart_may_have_any_place():
    generator = np.random.default_rng(4)
    found = compared([plain(name, generator.normal(0.7, 0.2, 12)) for name in "甲乙丙"])
    assert {(group.best_rank, group.worst_rank) for group in found.groups} == {(1, 3)}
    assert all(pair.lacking > 0 for pair in found.pairs)


def test_under_the_least_number_nothing_is_compared():
    found = compared([plain("少", [0.5] * (FEWEST - 1)), plain("够", [0.5] * FEWEST)])
    assert [group.name for group in found.groups] == ["够"]
    assert found.too_few == {"少": FEWEST - 1}
    assert found.pairs == ()


def test_no_pair_is_found_apart_by_chance_among_many():
    """Forty-five pairs at once: without the stricter level two of them would be apart."""
    generator = np.random.default_rng(11)
    found = compared([plain(str(number), generator.normal(0.8, 0.1, 15)) for number in range(10)])
    assert len(found.pairs) == 45
    assert not found.separable


def test_two_groups_are_told_apart_alike_whichever_is_named_first():
    generator = np.random.default_rng(7)
    one, other = (
        Sample(name, drawn.numerators, drawn.denominators) for name, drawn in (("甲区", projects(generator, 12, True)), ("乙区", projects(generator, 13, True)))
    )
    assert compared([one, other]).pairs == compared([other, one]).pairs


def test_sums_give_the_figure_and_the_error_that_the_projects_give():
    found = projects(np.random.default_rng(5), 300, weighted=True)
    above, below = found.numerators, found.denominators
    sums = {
        "n": 300,
        "divided": above.sum(),
        "divisor": below.sum(),
        "divided_squared": above @ above,
        "crossed": above @ below,
        "divisor_squared": below @ below,
    }
    added = summed("", sums)
    assert (added.size, added.value, added.error) == (300, pytest.approx(found.value), pytest.approx(found.error))
    assert math.isnan(summed("", {"n": 0, "divisor": 0.0}).value)


def test_very_many_groups_are_told_apart_as_the_draws_tell_two():
    """Of two groups the interval without draws ends where the drawn one ends, to a twentieth of its width."""
    generator = np.random.default_rng(6)
    for size in (60, 400):
        one, other = projects(generator, size, weighted=False), projects(generator, size + 20, weighted=False)
        drawn, reckoned = difference(one, other), difference_of_many(one, other)
        assert (reckoned.low, reckoned.high) == pytest.approx((drawn.low, drawn.high), abs=0.05 * (drawn.high - drawn.low))


@pytest.mark.parametrize("weighted", [False, True])
def test_among_very_many_equal_groups_seldom_any_two_are_told_apart(weighted):
    generator = np.random.default_rng(7)
    wrong = 0
    for _ in range(60):
        groups = [projects(generator, int(size), weighted) for size in generator.integers(FEWEST_OF_MANY, 300, 20)]
        wrong += compared([Sample(str(at), group.numerators, group.denominators) for at, group in enumerate(groups)]).separable
    assert wrong <= 60 * 0.15


def test_of_very_many_groups_only_those_with_projects_enough_are_compared():
    groups = [plain(str(at), range(at, at + size)) for at, size in enumerate([FEWEST_OF_MANY] * 11 + [20, 5])]
    found = compared(groups)
    assert found.too_few == {"11": 20, "12": 5}
    assert len(found.pairs) == 55
    assert [group.best_rank <= group.worst_rank for group in found.groups] == [True] * 11


@pytest.mark.parametrize(("sizes", "draws"), [([150] * 6, False), ([150] * 5 + [20], True), ([20] * 11, False), ([5] * 20 + [50], True)])
def test_draws_are_left_only_where_nobody_falls_out_or_they_do_not_reach(sizes, draws):
    assert any(drawn(sizes)) == draws


def test_of_many_groups_only_the_small_ones_need_draws():
    generator = np.random.default_rng(12)
    groups = [plain(str(at), generator.beta(6, 2, size)) for at, size in enumerate([150] * 6 + [30])]
    found = {frozenset((pair.one, pair.other)): pair.difference for pair in compared(groups).pairs}
    strict = 1 - 0.05 / 21
    assert found[frozenset("01")] == difference_of_many(groups[0], groups[1], strict)
    assert found[frozenset("06")] == difference(groups[0], groups[6], strict)
