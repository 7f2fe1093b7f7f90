"""Every question of the dashboard as one .sql file, and the one function that runs them."""

from analytics.metrics.filters import Filters
from analytics.metrics.runner import DIMENSIONS, METRICS, Metric, UnknownDimension, UnknownMetric, UnknownName, UnknownParameter, run

__all__ = ["DIMENSIONS", "METRICS", "Filters", "Metric", "UnknownDimension", "UnknownMetric", "UnknownName", "UnknownParameter", "run"]
