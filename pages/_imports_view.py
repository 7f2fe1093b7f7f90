"""What was read of a file, drawn like its forms beside the sheets it came from."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts.form_beside import beside, problems_by_form, unread_outside
from analytics.reading.records import KINDS, FileReading, Problem
from pages._imports_desk import Desk
from pages._shared import html_table

SHOWN_ROWS = 300
OPEN_AT_ONCE = 1  # so many files are shown with their forms; of more a person opens the ones to look at


def draw_view(here: Desk, number: int, reading: FileReading) -> None:
    """The forms of a file, one at a time; the first with something to settle is chosen at first."""
    if reading.forms:
        numbered = list(range(len(reading.forms)))
        problems = problems_by_form(reading)
        weights = [_weight(found) for found in problems]
        chosen = max(numbered, key=lambda at: (weights[at], -at))
        with st.container(horizontal=True, vertical_alignment="center"):
            shown = st.toggle("对照原表", len(here.files) <= OPEN_AT_ONCE, f"view_{number}", width="content")
            if shown and len(numbered) > 1:
                titles = lambda at: _titled(reading, at, problems[at])  # noqa: E731
                key = f"form_of_{number}_{reading.sha256[:8]}"
                chosen = st.selectbox("看哪张表", numbered, chosen, titles, key, label_visibility="collapsed", width=560)
            if shown:
                st.caption("点一个数，就显出它所在的格子；有底色的格子要留意，鼠标停留看原因。")
        if shown:
            st.html(beside(reading, chosen or 0, problems[chosen or 0]))
    draw_unread(reading)


def _weight(problems: Sequence[Problem]) -> int:
    severities = {problem.severity for problem in problems}
    return 2 if "error" in severities else 1 if "warning" in severities else 0


def _titled(reading: FileReading, at: int, problems: Sequence[Problem]) -> str:
    form = reading.forms[at]
    name = (form.project.name if form.project else None) or form.title or KINDS.get(form.kind, "")
    doubts = sum(problem.severity != "note" for problem in problems)
    return f"{at + 1}. {name}（{form.sheet} {form.range}）{f' · {doubts} 处要留意' if doubts else ''}"


def draw_unread(reading: FileReading) -> None:
    """Text that no reader used: what stands outside every form first, for there a form may have gone unseen."""
    if not reading.unread:
        return
    outside = unread_outside(reading)
    kept = {id(one) for one in outside}
    inside = [one for one in reading.unread if id(one) not in kept]
    with st.expander(f"没有用到的文字 {len(reading.unread)} 处"):
        if outside:
            st.caption(f"其中 {len(outside)} 处在表格之外，请看一眼有没有该读而没读的数。")
        rows = [(one.sheet, one.where, one.text) for one in [*outside, *inside]]
        html_table(rows[:SHOWN_ROWS], ["工作表", "单元格", "文字"])
        if len(rows) > SHOWN_ROWS:
            st.caption(f"只列出前 {SHOWN_ROWS} 处，共 {len(rows)} 处。")
