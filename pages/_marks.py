"""What stands under a chart of projects, and what a click on one of its marks opens."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st
from plotly.graph_objects import Figure

from analytics.metrics import Filters
from pages import _filters
from pages._address import asked, keep
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


def narrowing(fig: Figure, key: str, of: str = "department") -> None:
    """Draw a chart whose bars each stand for a value of a shared filter: a click leaves only that one, on every page, a chip takes it back.

    The value is the bar's customdata, else its place on the upright axis.
    """
    chart(fig, key=key, on_select=partial(_narrow, key, of))


def _narrow(key: str, of: str) -> None:
    if value := clicked(key):
        _filters.narrow(of, value)


def clicked(key: str) -> str | None:
    """What the clicked mark of the chart of this key stands for; None for no click."""
    values = carried(key)
    return values[0] if values and isinstance(values[0], str) and values[0] else None


def carried(key: str) -> list[Any]:
    """What the clicked mark carries, else its place on the upright axis; nothing for no click."""
    points = (st.session_state.get(key) or {}).get("selection", {}).get("points") or []
    if not points:
        return []
    held = points[0].get("customdata")
    return list(held.values()) if isinstance(held, dict) else held or [points[0].get("y")]


def open_execution(key: str, within: Filters, *names: str) -> None:
    """Go on to 执行率 with what the clicked mark carries as the filters `names` (the district alone, if none are named), within what is compared."""
    if values := carried(key):
        chosen = {name: [str(value)] for name, value in zip(names or ("district",), values)}
        st.switch_page(PAGES / "execution.py", query_params={**_compared(within), **chosen, "all_projects": "true"})


def open_projects(key: str, within: Filters, kind: str) -> None:
    """Go on to the projects of the district and the kind (project_class, function) of the clicked mark, within what is compared."""
    if values := carried(key):
        st.switch_page(PAGES / "project.py", query_params={**_compared(within), "district": [str(values[0])], kind: str(values[1])})


def open_kind(key: str, kind: str) -> None:
    """Go on to the projects of the kind (project_class, function) that the clicked mark stands for, under the filters that are chosen."""
    if value := clicked(key):
        st.switch_page(PAGES / "project.py", query_params={**_filters.kept(), kind: value})


def _compared(within: Filters) -> dict[str, list[str]]:
    """The filters that are chosen, and the departments that alone are compared."""
    return {**_filters.kept(), **({"department": list(within.departments)} if within.departments else {})}


def opening(fig: Figure, key: str, name: str) -> str:
    """Draw a chart of which a clicked mark is opened on the page; returns what it stands for, which the address holds under `name`, empty for none."""
    chart(fig, key=key, on_select=partial(_open, key, name))
    return asked(name)


def _open(key: str, name: str) -> None:
    keep(name, clicked(key))
