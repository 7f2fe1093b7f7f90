"""The sources of a project's money add up to its total, in each column. A row may be a part of another part: any reading that fits is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, hit, places, plain

COLUMNS = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "executed": "全年执行数"}
TOP = {"fiscal", "carry_over", "special_account", "own", "other"}
LEVELS = {"central", "province", "upper", "county", "local", "own", "other", "carry_over"}
_BY_USE = re.compile(r"(?:基本|项目)支出|(?:人员|公用)经费")
"""What the money was spent on, beside the rows of where it came from."""
_BESIDE = re.compile(r"其他资金|其它资金|单位资金|自有资金|自筹")
"""Money beside that of the treasury, never a part of it."""
UNITS = {"元": Decimal(10_000), "千元": Decimal(10), "万元": Decimal(1), "亿元": Decimal("0.0001")}


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        lines = [line for line in desk.funding.get(row["form_id"], []) if line["applicable"]]
        total = next((line for line in lines if line["source"] == "total"), None)
        parts = [line for line in lines if line["source"] != "total"]
        parts = [line for line in parts if not _BY_USE.search(line["label"])] or parts
        for column, words in COLUMNS.items() if total else ():
            yield from _column(row, total, parts, column, words)


def _column(row: Mapping[str, Any], total: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], column: str, words: str) -> Iterator[Hit]:
    filled = [line for line in parts if line[column] is not None]
    if total[column] is None or not filled:
        return
    beside = {line["line"] for line in filled if line[column] and _BESIDE.search(line["label"])}
    single = [line[column] for line in filled if not beside - {line["line"]}]
    if total[column] in single:
        return
    scale = UNITS.get(row["unit_used"] or "万元", Decimal(1))
    slack = sum((min(half_unit(line[f"{column}_printed"]), Decimal("0.005")) for line in (total, *filled)), Decimal(0)) / scale
    sums = [sum((line[column] for line in filled if line["source"] in kinds), Decimal(0)) for kinds in (TOP | LEVELS, TOP, LEVELS)]
    if any(abs(total[column] - value) <= slack for value in (*sums, *single)):
        return
    added = "＋".join(plain(line[column]) for line in filled)
    message = f"资金总额{words} {plain(total[column])} 万元，各来源相加 {added} ＝ {plain(sums[0])} 万元。"
    at = [place for line in (total, *filled) for place in places({**row, "cells": line["cells"]}, column)]
    yield hit(
        row,
        f"资金来源合计：{words}",
        message,
        stated=total[column],
        recomputed=sums[0],
        difference=total[column] - sums[0],
        amount_at_stake=abs(total[column] - sums[0]),
        places=at,
        calculation=calculated(
            "SUM({all})",
            "各来源相加",
            f"资金总额{words}",
            [
                term(line["label"].strip("：:"), line[column], "万元", places({**row, "cells": line["cells"]}, column))
                for line in filled
                if line["source"] in TOP | LEVELS
            ],
            "万元",
        ),
    )
