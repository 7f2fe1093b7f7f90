"""Tables of metrics as rows of words, for the light tables that are read rather than worked in."""

from __future__ import annotations

from collections.abc import Sequence

import pandas

from analytics.charts.standing import marked
from analytics.metrics import METRICS
from analytics.metrics.cards import cards_of
from analytics.wording import shown
from pages._shared import html_table, project_link

NUMBERS = ("money", "rate", "points", "score", "count", "change", "growth")


def table_in_words(frame: pandas.DataFrame, columns: Sequence[str], metric: str, **labels: str) -> None:
    """Draw these columns of a metric's rows as words, under the labels of their cards (or those given); a project's first cell is its link."""
    cards = cards_of(columns, metric)
    records = frame.to_dict("records")
    rows = [[marked(shown(row[name], card.format)) for name, card in cards.items()] for row in records]
    headers = [labels.get(name, card.label) for name, card in cards.items()]
    links = [project_link(row["project_id"]) if isinstance(row.get("project_id"), str) else None for row in records]
    right = [at for at, (name, card) in enumerate(cards.items()) if card.format in NUMBERS or name.endswith("_standing")]
    html_table(rows, headers, right, links, METRICS[metric].question)
