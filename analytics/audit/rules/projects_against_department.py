"""The projects of a department, by their forms and by what reports say of those without one, against its 项目支出."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, Place, hit, places, plain

FIELDS = {"project_budget": ("项目支出预算", "budget_base"), "project_executed": ("项目支出执行", "executed")}
BEYOND = Decimal("0.01")
"""Share of the total by which projects may exceed it before it is an error: money of another scope explains a little."""


def find(desk: Desk) -> Iterator[Hit]:
    claims = desk.rows(
        "select department, fiscal_year, name, revised_budget as budget_base, executed, sheet, file, batch_id, cells from line where kind = 'project_claims'"
    )
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        own = [form for form in desk.forms if (form["department"], form["fiscal_year"]) == (row["department"], row["fiscal_year"])]
        names = {normalised(form["name"]) for form in own}
        others = [
            one for one in claims if (one["department"], one["fiscal_year"]) == (row["department"], row["fiscal_year"]) and normalised(one["name"]) not in names
        ]
        if own:
            yield from _compare(row, own, others)


def _compare(row: Mapping[str, Any], own, others) -> Iterator[Hit]:
    more = json.loads(row["more"] or "{}")
    for field, (words, name) in FIELDS.items():
        if more.get(field) is None:
            continue
        stated = Decimal(str(more[field]))
        counted = [one for one in (*own, *others) if one[name] is not None]
        total = sum((one[name] for one in counted), Decimal(0))
        gap = total - stated
        if abs(gap) <= Decimal("0.005") * (len(counted) + 1):
            continue
        rest = f"{len(own)} 张自评表" + (f"和报告另述的 {len(others)} 个项目" if others else "")
        meaning = f"项目之和多出 {plain(round(gap, 2))} 万元" if gap > 0 else f"尚有 {plain(round(-gap, 2))} 万元没有对应的项目"
        message = f"部门{words} {plain(stated)} 万元，{rest}合计 {plain(round(total, 2))} 万元，{meaning}；口径不同也会造成差额。"
        severity = "error" if gap > BEYOND * stated else "warning"
        at: list[Place] = [*places(row, field), *(place for one in others for place in _cells(one, name))]
        yield hit(
            row,
            words,
            message,
            stated=stated,
            recomputed=round(total, 2),
            difference=-gap,
            amount_at_stake=abs(gap),
            severity=severity,
            places=at,
            projects=tuple(one["name"] for one in others),
            calculation=calculated(
                "ROUND(SUM({all}), 2)", "各项目合计", f"部门{words}", [term(one["name"] or "", one[name], "万元", _cells(one, name)) for one in counted], "万元"
            ),
        )


def _cells(row: Mapping[str, Any], name: str) -> tuple[Place, ...]:
    """Where the figure stands: the budget of a form without 全年预算数 is 年初预算数."""
    return places(row, ("revised_budget" if row.get("has_revised_column", True) else "initial_budget") if name == "budget_base" else name)
