"""A table to work in is drawn as pixels, those in sight alone; on paper its rows stand as text, broken over sheets, in black on white."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.wording import count
from pages._links import escaped

MOST = 60
"""Rows that go to the browser for paper; whoever needs more takes the file."""


def on_paper(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int], whole: int) -> None:
    """Hand over the rows of the table just drawn, of which there are `whole`; nothing is seen of them until the page is printed.

    `numbers` are the positions of columns set to the right. A template is no part of the page: pages/_client/theme.js draws it for the printer.
    """
    head = "".join(f'<th scope="col"{_side(at, numbers)}>{escaped(text)}</th>' for at, text in enumerate(headers))
    body = "".join(f"<tr>{''.join(f'<td{_side(at, numbers)}>{escaped(text)}</td>' for at, text in enumerate(row))}</tr>" for row in rows[:MOST])
    more = f"<p>只印前{count(MOST)}行，共{count(whole)}行；全部请用导出的表格。</p>" if whole > MOST else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'<div class="lens-paper"><template><div class="lens-table">{table}</div>{more}</template></div>')


def _side(at: int, numbers: Sequence[int]) -> str:
    return ' class="number"' if at in numbers else ""
