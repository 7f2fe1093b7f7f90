"""Amounts whose printed unit the document itself disproves: 9122160 under 万元, 成本指标 says 912.216万元."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import CELL_UNIT, Calculation, Hit, Place, hit, places, plain
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


CELLS = """
    select form_id, list({'cell': cell, 'found': found, 'expected': expected, 'message': message} order by cell) as cells
    from problem where code = 'unit-of-cell-corrected' group by form_id
"""


def find(desk: Desk) -> Iterator[Hit]:
    cells = {row["form_id"]: row["cells"] for row in desk.rows(CELLS)}
    for row in desk.forms:
        if row["form_id"] in cells:
            yield _of_cells(row, cells[row["form_id"]])
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


def _of_cells(row: Mapping[str, Any], cells: Sequence[Mapping[str, str]]) -> Hit:
    """One finding for all cells of a form that stand in another unit than the rest of it; its places are those cells alone."""
    message = f"资金栏同一张表混用两种金额单位：{cells[0]['message']}已按此折算，请更正原表。"
    found = {name: "、".join(f"{one['cell']} {one[name]}" for one in cells) for name in ("found", "expected")}
    at = [Place(row["batch_id"], row["file"], row["sheet"], one["cell"], one["found"]) for one in cells]
    value = row["budget_base"]
    return hit(row, CELL_UNIT, message, stated=found["found"], recomputed=found["expected"], amount_at_stake=value, places=at, cause="unit")
