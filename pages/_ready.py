"""A figure made ready for the browser, once for as long as it is the same figure: written down, with its words, its toolbar and its table."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from analytics.charts.alternative import in_words
from analytics.charts.drawn_once import drawn_once
from analytics.charts.narrow import narrowed, pushed_aside
from pages._drawn_table import table_of
from pages._toolbar import toolbar

AROUND = 15.5
"""What padding and border of a card (pages/_client/style.css) take of its height: a figure as high as its card is drawn again when this is found out."""
MOST = 96
"""Figures kept ready, the latest asked for: those of all pages as they open, twice over."""


class Written(BaseFigure):
    """A figure as the dictionary that Streamlit asks it for; it is handed out again and again, so nobody may change it."""

    def __init__(self, written: dict[str, Any]) -> None:
        object.__setattr__(self, "written", written)

    def to_dict(self) -> dict[str, Any]:
        return self.written


@dataclass(frozen=True)
class Ready:
    """What drawing a figure takes. `height`: of its card, in pixels; `aside`: wider than a telephone, moved sideways within its card; `table`: HTML,
    empty where nothing is in it."""

    figure: Written
    height: int | Literal["content"]
    words: str | None
    toolbar: dict[str, Any]
    table: str
    aside: bool


_kept: OrderedDict[tuple[int, bool, bool], tuple[go.Figure, Ready]] = OrderedDict()  # the figure too: as long as it lives no other has its number
_lock = threading.Lock()


def ready(fig: go.Figure, narrow: bool, choosing: bool = False) -> Ready:
    """The figure ready for a wide or a narrow screen, its marks to be chosen or not. It may not be changed afterwards: what is remembered never is."""
    key = (id(fig), narrow, choosing)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][1]
    drawn = narrowed(fig) if narrow else fig
    card = math.ceil(drawn.layout.height) if drawn.layout.height else None  # of pixels Streamlit takes whole ones only
    written = Written(_within(card, drawn_once(drawn, choosing)))
    found = Ready(written, card or "content", in_words(fig), toolbar(fig), table_of(fig), narrow and pushed_aside(fig))
    with _lock:
        _kept[key] = (fig, found)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _within(card: int | None, written: dict[str, Any]) -> dict[str, Any]:
    """The figure as high as its card, where it says how high, leaves room for."""
    return {**written, "layout": {**written["layout"], "height": card - AROUND}} if card else written
