"""What stands under a chart of projects, and what a click on one of its marks opens."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st
from plotly.graph_objects import Figure

from analytics.metrics import Filters
from pages import _filters
from pages._links import PAGES
from pages._shared import chart, current, open_project

FORMS = "项目支出绩效自评表"
MARKS = {"error": "▲ ", "warning": "△ ", "note": "· "}  # before the severity of a finding: told apart without a colour


def source(chosen: Filters, document: str = FORMS) -> str:
    """The line under a chart: where its figures come from, which projects, which version of the data."""
    return f"来源：{document}；范围：{chosen.words()}；数据版本 {current().version}"


def open_marked(state: Any) -> None:
    """Open the project that was clicked on a chart, if any: a mark carries its id as customdata, a leaf of a treemap as its own id."""
    project_id = marked(state)
    if project_id:
        open_project(project_id)


def marked(state: Any) -> str | None:
    """The project_id of the clicked mark; None for no click, a branch of a treemap or a mark of many projects."""
    points = state["selection"]["points"] if state else []
    if not points:
        return None
    carried = points[0].get("customdata")
    values = list(carried.values()) if isinstance(carried, dict) else carried or [points[0].get("id")]
    return values[0] if isinstance(values[0], str) and values[0].isalnum() and values[0] != "all" else None


def narrowing(fig: Figure, key: str, asked: str = "department") -> None:
    """Draw a chart whose bars each stand for a value of a shared filter: a click leaves only that one, on every page, a chip takes it back.

    The value is the bar's customdata, else its place on the upright axis.
    """
    chart(fig, key=key, on_select=partial(_narrow, key, asked))


def _narrow(key: str, asked: str) -> None:
    if value := clicked(key):
        _filters.narrow(asked, value)


def clicked(key: str) -> str | None:
    """What the clicked mark of the chart of this key stands for; None for no click."""
    points = (st.session_state.get(key) or {}).get("selection", {}).get("points") or []
    if not points:
        return None
    carried = points[0].get("customdata")
    values = list(carried.values()) if isinstance(carried, dict) else carried or [points[0].get("y")]
    return values[0] if isinstance(values[0], str) and values[0] else None


def open_execution(key: str) -> None:
    """Go on to 执行率 with the district whose mark was clicked, the other filters kept."""
    if value := clicked(key):
        st.switch_page(PAGES / "execution.py", query_params={**_filters.kept(), "district": [value], "all_projects": "true"})
