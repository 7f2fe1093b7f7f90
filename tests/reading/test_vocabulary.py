"""The wordings of headings as data: what every line of them must keep."""

from __future__ import annotations

import pytest

from analytics.reading.accounts import COLUMNS
from analytics.reading.table_headings import HEADINGS
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, GOAL_COLUMNS, HEAD_LABELS, INDICATOR_COLUMNS, _alternatives


@pytest.mark.parametrize("words", [FUNDING_COLUMNS, FUNDING_SOURCES, INDICATOR_COLUMNS, HEAD_LABELS, GOAL_COLUMNS, COLUMNS, HEADINGS])
def test_every_wording_begins_with_a_character_or_the_beginning_of_the_text(words):
    """A single one that begins with a group makes the search for all of them several times slower."""
    assert [one for pattern in words.patterns for one in _alternatives(pattern) if one.startswith(("(", "[", "."))] == []
