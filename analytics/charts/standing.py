"""How a standing (印证情况) reads in a table: what contradicts stands out without a colour."""

from __future__ import annotations

DOUBTFUL = ("有矛盾", "不一致")
MARK = "▲ "


def marked(standing: str) -> str:
    """The word itself, with a sign before it where two figures contradict each other."""
    return f"{MARK}{standing}" if standing in DOUBTFUL else standing
