"""The table a chart is drawn from, read off its marks: what pointing at a mark says, one row a mark, for who reads rather than points.

Every chart writes its marks the same way (`<b>name</b><br>label figure，label figure<br>…`); marks of one name with different labels are one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import plotly.graph_objects as go

NAME, REST = "项", "说明"
OPENS_PROJECT = "点击打开项目档案"
_MARKUP = re.compile(r"<[^>]*>")
_PAIR = re.compile(r"^(?P<label>(?!增加|减少|上升|下降)[^\d\s：]*[一-鿿）][^\d\s：]*)(?: +|：)(?P<figure>.+)$")
_BARE = (
    (re.compile(r"^[+−-]?[\d,.]+ 万元$"), "金额"),
    (re.compile(r"^[+−-]?[\d.]+%$"), "比率"),
    (re.compile(r"^[\d,]+个项目$"), "项目数"),
    (re.compile(r"^n="), "n"),
)
_HEAD = re.compile(r"^<b>(?P<name>.*?)</b>[\s\u3000]*(?P<rest>.*)$", re.DOTALL)
_FIGURE = re.compile(r"^[+−\-]?\d|^—?$")


@dataclass(frozen=True)
class Drawn:
    """What a chart draws: column heads, rows of words (the name first), which columns are figures, and the project a row stands for, if any."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    projects: tuple[str | None, ...]
    numbers: frozenset[int]


@dataclass
class _Mark:
    name: str
    figures: dict[str, str]
    stands_for: str | None = None
    project: str | None = field(default=None, compare=False)


def drawn_table(fig: go.Figure) -> Drawn:
    """The rows behind the marks of a figure, in the order in which they are seen; no rows where no mark says anything."""
    marks: list[_Mark] = []
    for trace in fig.data:
        for mark in _marks(trace, fig):
            _join(marks, mark)
    heads = list(dict.fromkeys(label for mark in marks for label in mark.figures))
    heads = [*(head for head in heads if head != REST), *(head for head in heads if head == REST)]
    rows = tuple((mark.name, *(mark.figures.get(head, "") for head in heads)) for mark in marks)
    numbers = frozenset(at for at in range(1, len(heads) + 1) if all(_FIGURE.match(row[at]) for row in rows))
    return Drawn((NAME, *heads), rows, tuple(mark.project for mark in marks), numbers)


def _join(marks: list[_Mark], new: _Mark) -> None:
    """Add a mark, or what it says besides to the row of the same thing."""
    for mark in marks:
        same = mark.name == new.name and mark.stands_for == new.stands_for
        if same and all(mark.figures.get(label, words) == words for label, words in new.figures.items()):
            mark.figures.update(new.figures)
            return
    marks.append(new)


def _marks(trace: Any, fig: go.Figure) -> Iterator[_Mark]:
    """The marks of one trace from the top down: charts that lie are drawn from the bottom up."""
    if trace.type == "heatmap":
        found = list(_cells(trace))
    elif trace.hovertext is not None and not isinstance(trace.hovertext, str):
        found = [_said(text, trace, at) for at, text in enumerate(trace.hovertext) if text]
    elif trace.type == "bar" and trace.hoverinfo != "skip":
        found = list(_bars(trace))
    else:
        found = []
    lies = getattr(trace, "orientation", None) == "h" or (len(fig.layout.yaxis.ticktext or ()) > 0 and trace.type == "scatter") or trace.type == "heatmap"
    return reversed(found) if lies and not _turned(fig) else iter(found)


def _turned(fig: go.Figure) -> bool:
    """Whether the upright axis runs from the top down."""
    ends = fig.layout.yaxis.range
    return fig.layout.yaxis.autorange == "reversed" or bool(ends and ends[0] > ends[1])


def _said(text: str, trace: Any, at: int) -> _Mark:
    """What pointing at a mark says, taken apart."""
    head = _HEAD.match(text)
    name, rest = (head["name"], head["rest"]) if head else (text.partition("<br>")[0], text.partition("<br>")[2])
    figures: dict[str, str] = {}
    for line in rest.split("<br>"):
        words = _plain(line)
        for part in () if words.startswith(("点击", "点一下")) else words.split("，"):  # what a click does is no figure
            label, figure = _labelled(part, _plain(name))
            if figure:
                figures[label] = f"{figures[label]}，{figure}" if label in figures else figure
    carried = _carried(trace, at)
    return _Mark(_plain(name), figures, carried, carried if OPENS_PROJECT in rest else None)


def _labelled(part: str, name: str) -> tuple[str, str]:
    """The head under which a piece of what a mark says stands, and the piece without it."""
    pair = _PAIR.match(part)
    if pair and pair["label"] != name:
        return pair["label"], pair["figure"]
    part = pair["figure"] if pair else part
    label = next((label for pattern, label in _BARE if pattern.match(part)), REST)
    return label, part.removeprefix("n=") if label == "n" else part


def _carried(trace: Any, at: int) -> str | None:
    """The first value that a mark carries, which tells marks of one name apart."""
    carried = trace.customdata
    if carried is None or at >= len(carried):
        return str(trace.ids[at]) if trace.type == "treemap" and trace.ids is not None else None
    first = carried[at] if isinstance(carried[at], str) else next(iter(carried[at]), None)
    return None if first is None else str(first)


def _bars(trace: Any) -> Iterator[_Mark]:
    """Bars that say nothing of their own: the place on the axis, and the length under the name of the trace."""
    names, lengths = (trace.y, trace.x) if trace.orientation == "h" else (trace.x, trace.y)
    for at, (name, length) in enumerate(zip(names, lengths, strict=True)):
        yield _Mark(_plain(str(name)), {trace.name or "数值": f"{length:,}"}, _carried(trace, at))


def _cells(trace: Any) -> Iterator[_Mark]:
    """A map whose cells have words: one row a row."""
    if trace.text is None:
        return
    for name, row in zip(trace.y, trace.text, strict=True):
        yield _Mark(_plain(str(name)), {_plain(str(head)): _plain(str(words)) for head, words in zip(trace.x, row, strict=True)})


def _plain(text: str) -> str:
    return unescape(_MARKUP.sub("", text)).strip()
