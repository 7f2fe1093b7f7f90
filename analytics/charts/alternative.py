"""What a chart says to who cannot see it: its finding, its unit and n, its values as far as a sentence holds them, its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import plotly.graph_objects as go

VALUES = 12  # marks told one by one; the table beside the chart has all of them
_MARKUP = re.compile(r"<[^>]*>")


def in_words(fig: go.Figure) -> str | None:
    """The text alternative of a figure; None where it has no title."""
    title = fig.layout.title
    if not title:
        return None
    notes = [_plain(note.text) for note in fig.layout.annotations if note.text and _plain(note.text).startswith("来源")]
    said = [title_of(fig), _plain(title.subtitle.text or ""), _values(fig), *notes]
    return "。".join(each.strip("。") for each in said if each) or None


def title_of(fig: go.Figure) -> str:
    """The finding of a figure, without its markup."""
    return _plain(fig.layout.title.text or "")


def _values(fig: go.Figure) -> str:
    told = list(dict.fromkeys(words for trace in fig.data for words in _marks(trace)))
    if not told:
        return ""
    return "；".join(told[:VALUES]) + (f"；等{len(told)}项" if len(told) > VALUES else "")


def _marks(trace: Any) -> Iterator[str]:
    """The marks of one trace that carry words of their own, with their name where they stand on one."""
    written = getattr(trace, "text", None)
    if written is None or isinstance(written, str):
        return
    names = trace.labels if trace.type == "treemap" else trace.y if getattr(trace, "orientation", None) == "h" else trace.x
    places = list(names) if names is not None and len(names) == len(written) else [None] * len(written)
    for name, words in zip(places, written):
        if isinstance(words, str) and _plain(words):
            yield f"{_plain(name)} {_plain(words)}" if isinstance(name, str) and _plain(name) not in _plain(words) else _plain(words)


def _plain(text: str) -> str:
    return " ".join(unescape(_MARKUP.sub("", text.replace("<br>", ""))).split())
