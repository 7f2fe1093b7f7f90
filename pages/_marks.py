"""What stands under a chart of projects, and what a click on one of its marks opens."""

from __future__ import annotations

from typing import Any

from analytics.metrics import Filters
from pages._shared import current, open_project

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
