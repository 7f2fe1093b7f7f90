"""Statistics of comparison: how sure a figure of a group of projects is, and which groups can be told apart."""

from analytics.compare.apart import Comparison, Pair, compared
from analytics.compare.bootstrap import Interval, Sample, difference, interval

__all__ = ["Comparison", "Interval", "Pair", "Sample", "compared", "difference", "interval"]
