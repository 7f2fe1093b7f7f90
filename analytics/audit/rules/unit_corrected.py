"""Amounts whose printed unit the document itself disproves: 9122160 under 万元, 成本指标 says 912.216万元."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, Place, hit, places, plain
from analytics.reading.values import UNITS, NotANumber, number

AMOUNTS = ("initial_budget", "revised_budget", "executed")


def converted(row: Mapping[str, Any]) -> Calculation | None:
    """The first amount as printed, brought from the unit it must be in (元 where none is settled) to 万元."""
    name = next((name for name in AMOUNTS if row[f"{name}_printed"]), None)
    used = row["unit_used"] if row["unit_status"] == "corrected" and row["unit_used"] in UNITS else "元"
    try:
        printed = number(row[f"{name}_printed"]) if name else None
    except NotANumber:
        printed = None
    if printed is None or used == "万元":
        return None
    formula = f"a * {plain(UNITS[used])}" if UNITS[used] > 1 else f"a / {plain(1 / UNITS[used])}"
    return calculated(formula, "折合", "原表所填", [term("原表所填数", printed, used, places(row, name))], "万元")


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        if row["unit_status"] != "corrected":
            continue
        evidence = json.loads(row["unit_evidence"] or "[]")
        said = "、".join(dict.fromkeys(one["text"] for one in evidence if one.get("text")))
        printed = next((row[f"{name}_printed"] for name in AMOUNTS if row[f"{name}_printed"]), None)
        value = next((row[name] for name in AMOUNTS if row[name] is not None), None)
        proof = [Place(row["batch_id"], one.get("file") or row["file"], one["sheet"], one["cell"], one["text"]) for one in evidence if one.get("cell")]
        message = (
            f"资金栏单位为{row['unit_printed'] or '未写明'}，填 {printed}；另处写明 {said}，实为{row['unit_used']}。已按{row['unit_used']}折算，请更正原表。"
        )
        found = {"stated": f"{printed}{row['unit_printed'] or ''}", "recomputed": f"{value.normalize():f}万元" if value is not None else None}
        yield hit(row, "金额单位", message, **found, amount_at_stake=value, places=[*places(row, *AMOUNTS), *proof], cause="unit", calculation=converted(row))
