"""The projects of a department, by their forms and by what reports say of those without one, against the 项目支出 of its own evaluation or form."""

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
    for row, stated in _wholes(desk):
        scope = (row["department"], row["fiscal_year"])
        own = [form for form in desk.forms if (form["department"], form["fiscal_year"]) == scope and form["subject"] != "department"]
        names = {normalised(form["name"]) for form in own}
        others = [
            one for one in claims if (one["department"], one["fiscal_year"]) == (row["department"], row["fiscal_year"]) and normalised(one["name"]) not in names
        ]
        if own:
            yield from _compare(row, stated, own, others)


def _wholes(desk: Desk) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """What departments state of their projects, with what they state: rows of an evaluation, and 项目支出 in the funding block of a form."""
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        yield row, json.loads(row["more"] or "{}")
    for form in desk.forms:
        lines = desk.funding.get(form["form_id"], []) if form["subject"] == "department" and form["unit_status"] != "suspect" else []
        line = next((line for line in lines if (line["label"] or "").endswith("项目支出")), None)
        if line is not None:
            cells, budget = json.loads(line["cells"] or "{}"), "revised_budget" if form["has_revised_column"] else "initial_budget"
            placed = {**form, "cells": {"project_budget": cells.get(budget), "project_executed": cells.get("executed")}}
            yield placed, {"project_budget": line[budget], "project_executed": line["executed"]}


def _compare(row: Mapping[str, Any], more: Mapping[str, Any], own, others) -> Iterator[Hit]:
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
