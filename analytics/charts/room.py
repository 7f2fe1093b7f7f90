"""Room at the left of a plot for the names of its rows, worked out before plotly measures them: where it finds enough, it need not draw again.

plotly goes on measuring: names that are wider than is thought here get what they need, at the price of that second drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

BESIDE = 13
"""What plotly leaves between the names and the edge, in pixels."""
ZERO, ZERO_PERCENT = 15, 21
"""The same where there are no names, with half of the first figure under the plot: 0 or 0%."""
LATIN = 0.58
"""Of the height of a letter; a Chinese one is as wide as it is high."""
_OTHER_AXIS = re.compile(r"^[xy]axis\d+$")


def with_room(written: dict[str, Any]) -> dict[str, Any]:
    """The figure, written down with its whole layout, with a left margin that holds the names of its rows, where it has names."""
    layout = written["layout"]
    axis, margin = layout.get("yaxis", {}), layout.get("margin", {})
    if "l" not in margin or axis.get("title", {}).get("text") or axis.get("side") == "right" or any(_OTHER_AXIS.match(name) for name in layout):
        return written
    names = _names(written["data"], axis)
    wanted = math.ceil(max(_width(name) for name in names) * axis.get("tickfont", {}).get("size", 12)) + BESIDE if names else _over_the_edge(written)
    return {**written, "layout": {**layout, "margin": {**margin, "l": max(margin["l"], wanted)}}}


def _over_the_edge(written: dict[str, Any]) -> int:
    """What the first figure under lying bars without names takes; nothing where there are none."""
    under, beside = (written["layout"].get(f"{letter}axis", {}) for letter in "xy")
    bare = beside.get("showticklabels") is False and under.get("showticklabels") is not False
    lying = any(trace.get("orientation") == "h" for trace in written["data"])
    return (ZERO_PERCENT if "%" in under.get("tickformat", "") else ZERO) if bare and lying else 0


def _names(traces: Iterable[dict[str, Any]], axis: dict[str, Any]) -> list[str]:
    """What is written at the left of the plot; nothing where that are figures, which plotly chooses."""
    if axis.get("showticklabels") is False or axis.get("visible") is False:
        return []
    if axis.get("ticktext") is not None:
        return [str(name) for name in axis["ticktext"]]
    places = [place for trace in traces for place in trace.get("y") or ()]
    return list(places) if all(isinstance(place, str) for place in places) else []


def _width(name: str) -> float:
    """The width of the widest line of a name, in heights of a letter."""
    return max(sum(1.0 if ord(letter) > 0x2E7F else LATIN for letter in unescape(re.sub("<[^>]*>", "", line))) for line in re.split("<br>|\n", name))
