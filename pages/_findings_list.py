"""The list of findings: lines to select and to open, in pages, with what may be done to several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.access import Person
from analytics.audit import SEVERITIES
from analytics.audit.case import STATUSES, VERDICTS
from analytics.audit.listing import NOBODY, Case, Line, about, due_words, lines, page, page_of, pages, title
from pages._findings_actions import draw_bulk
from pages._findings_desk import open_finding, opened
from pages._findings_filters import name
from pages._marks import MARKS
from pages._on_paper import MOST, on_paper
from pages._telephone import on_telephone

SPREAD = "doubts_spread"  # causes whose findings are shown under them
PAGE, PAGE_OF = "doubts_page", "doubts_page_of"  # the page shown, and the opened finding for which it was turned
TICKED = "doubts_ticked"  # keys of the lines chosen for doing something with all of them
LAST_CELL = "doubts_cell"  # the cell that the browser last said to be chosen
HEIGHT, ROW, HEADING = 640, 35, 37
FULL = ("severity", "title", "about", "department", "fiscal_year", "stated", "recomputed", "amount", "status", "owner", "due")
NARROW = ("title", "about", "status")
NARROW_WIDTHS = {"title": 186, "about": 108, "status": 76}
WIDTHS = {
    "severity": 66, "title": 190, "about": 150, "department": 188, "fiscal_year": 48, "stated": 84, "recomputed": 84,
    "amount": 92, "status": 64, "owner": 58, "due": 140,
}  # fmt: skip
LABELS = {
    "severity": "程度", "title": "疑点", "about": "项目", "department": "预算部门", "fiscal_year": "年度", "stated": "表上所列", "recomputed": "应为或对照",
    "amount": "涉及（万元）", "status": "状态", "owner": "责任人", "due": "期限",
}  # fmt: skip


def draw_list(found: Sequence[Case], person: Person, words: str, above: DeltaGenerator) -> None:
    """The lines of the page that is shown; `above` them what can be done with those ticked; `words` are the filters."""
    by_cause = st.session_state.get(name("view")) == "cause"
    all_lines = lines(found, True, st.session_state.get(SPREAD, frozenset())) if by_cause else found  # a case is a line by itself
    number = _number(all_lines)
    shown = page(all_lines, number) if by_cause else lines(page(found, number), False)
    key = f"doubts_table_{hash(tuple(line.key for line in shown))}_{bool(opened())}"
    ticked = _ticked(key, shown)
    with above:
        draw_bulk(_cases_of(line for line in all_lines if line.key in ticked), person, words)
    _mark(key, shown, ticked)
    _table(shown, key, narrow=opened() is not None or on_telephone())
    on_paper([LABELS[column] for column in FULL], [_printed(line) for line in shown[:MOST]], [FULL.index("amount")], len(all_lines))
    if pages(all_lines) > 1:
        turn = f"doubts_turn_{number}_{pages(all_lines)}"
        st.pagination(pages(all_lines), default=number, key=turn, on_change=lambda: st.session_state.update({PAGE: st.session_state[turn]}))


def _number(all_lines: Sequence[Line] | Sequence[Case]) -> int:
    """The page asked for; where another finding was opened, the page on which it stands."""
    if opened() and opened() != st.session_state.get(PAGE_OF):
        st.session_state[PAGE] = page_of(all_lines, opened())
    st.session_state[PAGE_OF] = opened()
    return min(st.session_state.get(PAGE, 1), pages(all_lines))


def _ticked(key: str, shown: Sequence[Line]) -> frozenset[str]:
    """The keys of the lines that are ticked, on other pages and in the narrow table too."""
    held = st.session_state.get(TICKED, frozenset())
    if key in st.session_state:
        rows = st.session_state[key]["selection"]["rows"]
        held = (held - {line.key for line in shown}) | {shown[row].key for row in rows if row < len(shown)}
    st.session_state[TICKED] = held
    return held


def _cases_of(ticked: Iterable[Line | Case]) -> list[Case]:
    """The cases of these lines, each once."""
    return list({case.finding.key: case for line in ticked for case in (line.cases if isinstance(line, Line) else (line,))}.values())


def _mark(key: str, shown: Sequence[Line], ticked: frozenset[str]) -> None:
    """Have the table show what is ticked, and the open finding's line, also where another way than a click opened it."""
    at = next((row for row, line in enumerate(shown) if line.key == opened()), None)
    wanted = [] if at is None else [(at, LABELS["title"])]
    state = st.session_state.get(key)
    if state is None or [cell[0] for cell in state["selection"]["cells"]] != [cell[0] for cell in wanted]:
        rows = [row for row, line in enumerate(shown) if line.key in ticked]
        st.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": wanted}}
        st.session_state[LAST_CELL] = wanted


def _table(shown: Sequence[Line], key: str, narrow: bool) -> None:
    columns = NARROW if narrow else FULL
    widths = NARROW_WIDTHS if narrow else WIDTHS
    frame = pandas.DataFrame([_row(line, narrow) for line in shown], columns=list(FULL))[list(columns)].rename(columns=LABELS)
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=min(HEIGHT, HEADING + ROW * len(frame)),
        row_height=ROW,
        on_select=lambda: _opened_by_click(key, shown),
        selection_mode=["multi-row", "single-cell"],
        column_config={LABELS[column]: _column(column, widths[column]) for column in columns},
        alt="疑点清单",
    )


def _column(column: str, width: int) -> Any:
    if column == "amount":
        return st.column_config.NumberColumn(LABELS[column], format="%,.2f", width=width)
    if column == "fiscal_year":
        return st.column_config.NumberColumn(LABELS[column], format="%d", width=width)
    return st.column_config.TextColumn(LABELS[column], width=width)


def _row(line: Line, narrow: bool) -> dict[str, Any]:
    case, one = line.head, line.head.finding
    words = f"{line.cause}（{len(line.cases)}条）" if line.cause else title(one)
    lead = ("▾ " if line.key in st.session_state.get(SPREAD, ()) else "▸ ") if line.cause else "　└ " if line.depth else ""
    alone = line.cause is None
    statuses = {each.status for each in line.cases}
    return {
        "severity": MARKS[one.severity] + SEVERITIES[one.severity],
        "title": lead + (MARKS[one.severity] if narrow else "") + words,
        "about": about(one),
        "department": one.department,
        "fiscal_year": one.fiscal_year,
        "stated": one.stated if alone else None,
        "recomputed": one.recomputed if alone else None,
        "amount": max((each.finding.amount_at_stake or 0 for each in line.cases), default=0) or None,
        "status": status_words(case) if len(statuses) == 1 else "不一",
        "owner": case.owner or (NOBODY if alone else None),
        "due": due_words(case.due, date.today()) if alone else None,
    }


def _printed(line: Line) -> list[str]:
    """The row of a line as text; an amount to the cent."""
    values = _row(line, narrow=False).values()
    return [f"{value:,.2f}" if isinstance(value, float) else "" if value is None else str(value) for value in values]


def status_words(case: Case) -> str:
    """Where a case stands, with the verdict once there is one; what became of one that the current data do not hold."""
    if case.gone:
        return case.gone if case.status == "closed" else f"{STATUSES[case.status]}·{case.gone}"
    verdict = f"·{VERDICTS[case.verdict]}" if case.verdict and case.status in ("verified", "rectifying", "closed") else ""
    return STATUSES[case.status] + verdict


def _opened_by_click(key: str, shown: Sequence[Line]) -> None:
    """A click on a line opens its finding; on a cause it shows or hides what stands under it. Ticking a line opens nothing."""
    cells = [tuple(cell) for cell in st.session_state[key]["selection"]["cells"]]
    if cells == st.session_state.get(LAST_CELL):
        return
    st.session_state[LAST_CELL] = cells
    if not cells or cells[0][0] >= len(shown):
        return
    line = shown[cells[0][0]]
    if line.cause:
        st.session_state[SPREAD] = st.session_state.get(SPREAD, frozenset()) ^ {line.key}
    open_finding(line.head.finding.key)
