"""Amounts out of all proportion, without a place that proves the unit: a person must decide."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places
from analytics.audit.rules.unit_corrected import AMOUNTS, converted


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        if row["unit_status"] == "suspect":
            printed = next((row[f"{name}_printed"] for name in AMOUNTS if row[f"{name}_printed"]), None)
            message = f"资金栏填 {printed}，单位写的是{row['unit_printed'] or '（未写明）'}，大得不成比例，疑为元；该项目未计入合计，请认定单位。"
            yield hit(row, "金额单位", message, stated=printed, places=places(row, *AMOUNTS), cause="unit", calculation=converted(row))
