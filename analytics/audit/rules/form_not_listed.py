"""Projects with a form that the department's own list of projects leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places, plain

LISTS = "select department, fiscal_year, name, file from line where kind in ('project_claims', 'project_register') and name is not null"
COVERED = 0.5
"""Share of a department's forms that a list must name before what it leaves out means anything."""


def find(desk: Desk) -> Iterator[Hit]:
    listed: dict[tuple[str | None, int | None], set[str]] = {}
    for row in desk.rows(LISTS):
        listed.setdefault((row["department"], row["fiscal_year"]), set()).add(normalised(row["name"]))
    forms: dict[tuple[str | None, int | None], list] = {}
    for row in (form for form in desk.forms if form["subject"] != "department"):
        forms.setdefault((row["department"], row["fiscal_year"]), []).append(row)
    for scope, names in listed.items():
        own = forms.get(scope, [])
        if sum(normalised(row["name"]) in names for row in own) < COVERED * len(own):
            continue
        for row in own:
            if normalised(row["name"]) not in names:
                message = f"“{row['name']}”有自评表（预算 {plain(row['budget_base']) or '—'} 万元），但部门报告所列项目中没有它。"
                yield hit(row, "部门报告", message, amount_at_stake=row["budget_base"], places=places(row, "name", "revised_budget"))
