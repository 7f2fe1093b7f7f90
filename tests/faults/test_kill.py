"""The short form of `python -m tests.faults`: processes killed while they work on a store."""

from tests.faults.rounds import killed


def test_a_killed_process_loses_nothing_acknowledged_and_leaves_nothing_half_visible(tmp_path):
    story = killed(tmp_path, 3, seed=3)
    assert (story.rounds, story.faults) == (3, [])
    assert sum(story.acknowledged.values()) > 0
