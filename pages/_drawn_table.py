"""Under every chart, folded: the table it is drawn from, for who reads rather than points. A row of a project leads to the project."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts.drawn_table import Drawn, drawn_table
from analytics.wording import count
from pages._links import escaped, project_link

MOST = 200
"""Rows on the screen; the others are in the tables that go along with the pictures of the page."""


def table_of(fig: go.Figure) -> str:
    """The fold as HTML; empty where no mark of the figure says something."""
    drawn = drawn_table(fig)
    if not drawn.rows:
        return ""
    lines = count(len(drawn.rows))
    more = f"<p>前{count(MOST)}行；全部{lines}行在页尾“下载本页图表和数据”里。</p>" if len(drawn.rows) > MOST else ""
    rows = f'<div class="lens-drawn-rows" tabindex="0">{_table(drawn)}</div>'
    return f'<details class="lens-drawn"><summary>数据表（{lines}行）</summary>{rows}{more}</details>'


def _table(drawn: Drawn) -> str:
    head = "".join(f'<th scope="col"{_class(drawn, at)}>{escaped(name)}</th>' for at, name in enumerate(drawn.heads))
    body = "".join(_row(drawn, row, project) for row, project in zip(drawn.rows[:MOST], drawn.projects))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(drawn: Drawn, row: tuple[str, ...], project: str | None) -> str:
    name = f'<a href="{escaped(project_link(project))}" target="_self">{escaped(row[0])}</a>' if project else escaped(row[0])
    cells = "".join(f"<td{_class(drawn, at)}>{escaped(words) or '—'}</td>" for at, words in enumerate(row[1:], start=1))
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _class(drawn: Drawn, at: int) -> str:
    return ' class="number"' if at in drawn.numbers else ""
