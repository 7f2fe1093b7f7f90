"""What the rules say about one project; each line leads to the finding."""

from __future__ import annotations

import streamlit as st

from analytics.audit import RULES, SEVERITIES, Finding
from analytics.audit.finding import shown_cell
from analytics.wording import count, text
from pages._shared import findings_link, findings_of, html_table


def draw_findings(project_id: str, department: str | None) -> None:
    """The findings of this project, worst first; nothing where there are none."""
    own = findings_of(project_id, department)
    if not own:
        return
    st.subheader(f"审计疑点（{count(len(own))}处）")
    rows = [[RULES[one.rule].title, SEVERITIES[one.severity], one.message, text(one.stated), text(one.recomputed), _places(one)] for one in own]
    html_table(rows, ["疑点", "程度", "说明", "所列", "对照", "单元格"], numbers=(3, 4), links=[findings_link(finding=one.key) for one in own])


def _places(finding: Finding) -> str:
    return "、".join(dict.fromkeys(shown_cell(cell) for cell in finding.cells if cell["cell"]))
