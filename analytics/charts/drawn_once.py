"""A figure written down so that a browser draws it once.

Streamlit hands every figure to plotly twice, a copy the second time. plotly compares the two and draws anew what differs, which is everything where
the figure carries a template or packed numbers (objects, never the same in a copy), or says nothing of a revision (any other list is then another).
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import numpy
import plotly.graph_objects as go

from analytics.charts.room import with_room

REVISION = 1
"""Always the same: figures that differ are never drawn in place of each other, each is a chart of its own."""
CHOOSING = {"clickmode": "event+select", "hovermode": "closest", "dragmode": "pan"}
"""What Streamlit sets on a chart whose marks can be chosen, after it has drawn it: set before, it changes nothing."""
WITHOUT_AXES = {"treemap", "sankey", "pie", "sunburst", "icicle"}
BARS = {"bar", "waterfall", "histogram", "funnel"}
"""Along their names plotly draws no grid, unless a colour of one stands in the layout itself."""
_AXIS = re.compile(r"^([xy])axis\d*$")


def drawn_once(fig: go.Figure, choosing: bool = False) -> dict[str, Any]:
    """The figure as plotly writes it, with what its template says of the layout written out; `choosing`: its marks can be chosen."""
    written = fig.to_dict()
    layout = dict(written["layout"])
    themed = layout.pop("template", {}).get("layout", {})
    along = {_axis_of(trace, "y" if trace.orientation == "h" else "x") for trace in fig.data if trace.type in BARS}
    axes = {name: {**themed.get(f"{name[0]}axis", {}), **({"showgrid": False} if name in along else {})} for name in _axes(fig, layout)}
    whole = {name: value for name, value in themed.items() if name not in ("xaxis", "yaxis")}
    modes = {name: layout.get(name) or mode for name, mode in CHOOSING.items()} if choosing else {}
    told = {**_unpacked(written), "layout": {**_over(_over(whole, axes), _unpacked(layout)), **modes, "datarevision": REVISION}}
    return with_room(told)


def _axes(fig: go.Figure, layout: dict[str, Any]) -> set[str]:
    """The names of the axes of a figure (xaxis, yaxis, xaxis2, …)."""
    named = {name for name in layout if _AXIS.match(name)}
    for trace in fig.data:
        if trace.type not in WITHOUT_AXES:
            named |= {_axis_of(trace, letter) for letter in "xy"}
    return named


def _axis_of(trace: Any, letter: str) -> str:
    """The name that an axis of a trace has in the layout."""
    return f"{letter}axis{(trace[f'{letter}axis'] or letter)[1:]}"


def _unpacked(value: Any) -> Any:
    """The value with lists for the packed numbers that plotly writes for arrays."""
    if isinstance(value, dict):
        if "bdata" in value:
            shape = [int(each) for each in str(value.get("shape", -1)).split(",")]
            return numpy.frombuffer(b64decode(value["bdata"]), value["dtype"]).reshape(shape).tolist()
        return {name: _unpacked(each) for name, each in value.items()}
    return [_unpacked(each) for each in value] if isinstance(value, (list, tuple)) else value


def _over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both, each value of `over` laid over that of `under`."""
    merged = dict(under)
    for name, value in over.items():
        beneath = merged.get(name)
        merged[name] = _over(beneath, value) if isinstance(value, dict) and isinstance(beneath, dict) else value
    return merged
