"""Amounts out of all proportion, without a place that proves the unit: a person must decide."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, Place, hit, places
from analytics.audit.rules.unit_corrected import AMOUNTS, converted

CELLS = "select form_id, cell, found, message from problem where code = 'unit-suspect' and contains(message, '单位混用')"


def find(desk: Desk) -> Iterator[Hit]:
    mixed = {row["form_id"]: row for row in desk.rows(CELLS)}
    for row in desk.forms:
        if row["unit_status"] == "suspect" and (doubt := mixed.get(row["form_id"])):
            at = [Place(row["batch_id"], row["file"], row["sheet"], doubt["cell"], doubt["found"])]
            message = f"{doubt['message']}该项目未计入合计，请更正该格或写明它的单位。"
            yield hit(row, "金额单位", message, stated=doubt["found"], places=at, cause="unit")
        elif row["unit_status"] == "suspect":
            printed = next((row[f"{name}_printed"] for name in AMOUNTS if row[f"{name}_printed"]), None)
            message = f"资金栏填 {printed}，单位写的是{row['unit_printed'] or '（未写明）'}，大得不成比例，疑为元；该项目未计入合计，请认定单位。"
            yield hit(row, "金额单位", message, stated=printed, places=places(row, *AMOUNTS), cause="unit", calculation=converted(row))
