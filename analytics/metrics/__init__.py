"""Every question of the dashboard as one .sql file, and the one function that runs them."""

from analytics.metrics.cards import CARDS, Card, card_of, cards_of
from analytics.metrics.filters import Filters
from analytics.metrics.parts import Part
from analytics.metrics.runner import DIMENSIONS, METRICS, Metric, UnknownDimension, UnknownMetric, UnknownName, UnknownParameter, run

__all__ = [
    "CARDS",
    "DIMENSIONS",
    "METRICS",
    "Card",
    "Filters",
    "Metric",
    "Part",
    "UnknownDimension",
    "UnknownMetric",
    "UnknownName",
    "UnknownParameter",
    "card_of",
    "cards_of",
    "run",
]
