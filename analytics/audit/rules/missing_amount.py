"""Amounts left blank in the total funding line, and a total that no source explains."""

from __future__ import annotations

import json
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

NAMES = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "executed": "全年执行数"}


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        lines = desk.funding.get(row["form_id"], [])
        cells = json.loads(row["cells"])
        wanted = [name for name in NAMES if cells.get(name)]  # a form without that column has no cell for it
        blank = [name for name in wanted if row[name] is None and not row[f"{name}_printed"]]
        at = places(row, *NAMES)
        for name in blank if len(blank) < len(wanted) or row["unit_status"] != "suspect" else ():
            severity = "warning" if name == "initial_budget" else "error"
            consequence = "看不出年中调整" if name == "initial_budget" else "执行率无法计算"
            yield hit(
                row,
                NAMES[name],
                f"年度资金总额的{NAMES[name]}为空，{consequence}；确为零的请填 0。",
                severity=severity,
                amount_at_stake=row["budget_base"],
                places=at,
            )
        parts = [line for line in lines if line["source"] != "total" and line["applicable"]]
        if row["executed"] and parts and all(line["executed"] is None for line in parts):
            yield hit(row, "资金来源", "有年度资金总额，而各资金来源全为空。", severity="note", amount_at_stake=row["executed"], places=at)
