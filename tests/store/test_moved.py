"""A store that was moved to another machine gives the same figures: every metric, whatever order its rows were stored in."""

from __future__ import annotations

from hashlib import blake2b

import pytest

from analytics.metrics import METRICS, run
from analytics.store import Store


def answers(store: Store) -> dict[str, str]:
    """A hash of what each metric answers: rows in one order, numbers to twelve digits (a sum of fractions depends on their order beyond)."""
    snapshot = store.snapshot()
    return {name: blake2b("\n".join(sorted(_lines(run(snapshot, name)))).encode()).hexdigest() for name in METRICS}


def _lines(frame) -> list[str]:
    return [",".join(frame.columns), *frame.to_csv(index=False, header=False, float_format="%.12g").splitlines()]


@pytest.fixture(scope="module")
def there(sample_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    here = Store(sample_store)
    here.backup(folder / "all.zip")
    here.close()
    moved = Store.restore_backup(folder / "store", folder / "all.zip")
    yield moved
    moved.close()


def test_every_metric_answers_alike_on_another_machine(sample_store, there):
    here = Store(sample_store)
    before, after = answers(here), answers(there)
    here.close()
    assert [name for name in METRICS if before[name] != after[name]] == []


def test_a_common_score_has_no_digits_that_depend_on_the_order_of_adding(there):
    """To the last bit, for grades and limits are read off it."""
    scores = run(there.snapshot(), "three_scores")["score_common"].dropna()
    assert len(scores) > 20
    assert [one for one in scores if one != round(one, 9)] == []
