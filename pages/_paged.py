"""A table of very many rows a page at a time: the engine searches, sorts and cuts, the browser is handed a thousand rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil

import pandas
import streamlit as st

from analytics.metrics import Filters, Part
from analytics.wording import count
from pages._shared import answer, how_many, later
from pages._tables import typed_words

SIZE = 1000
WORDS = ("name", "department", "district", "supervising_unit", "implementing_unit", "deviation_reason", "standing", "grade", "reason", "label", "fact_label")
"""Columns of words that a search looks into, where a table shows them."""


@dataclass(frozen=True)
class Listed:
    """The rows of one page, how many rows there are in all, what was searched for, and what makes all of them for a file."""

    rows: pandas.DataFrame
    total: int
    typed: str
    everything: Callable[[], pandas.DataFrame]

    def words(self, one: str) -> str:
        """How many there are, and which of them are shown: `one` is what a row is called with its measure word."""
        shown = f"，本页列出{count(len(self.rows))}个，导出的是全部" if len(self.rows) < self.total else ""
        return f"{count(self.total)}{one}{shown}"


def paged(metric: str, chosen: Filters, columns: Sequence[str], key: str, search: bool = True) -> Listed:
    """Draw the search box, and where one page does not hold all rows which page is wanted; the rows are in the metric's own order."""
    typed = typed_words(key) if search else ""
    part = Part(tuple(columns), typed=typed, words=tuple(name for name in columns if name in WORDS) if typed else ())
    total = how_many(metric, chosen, typed=part.typed, words=part.words)
    pages = max(1, ceil(total / SIZE))
    at = st.number_input(f"第几页，共{count(pages)}页", 1, pages, key=f"{key}_page_{pages}", width=180) if pages > 1 else 1
    rows = answer(metric, chosen, part=replace(part, most=SIZE, first=SIZE * (int(at) - 1)))
    return Listed(rows, total, typed, later(metric, chosen, part=part))
