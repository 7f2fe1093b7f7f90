"""Weights of a form add up to 100, and to the total of weights that it states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    wrong = [row for row in desk.forms if _total(row) is not None and not (_total(row) == 100 and row["total_weight"] in (None, 100))]
    indicators = desk.indicators_of(wrong)
    for row in wrong:
        total, stated = _total(row), row["total_weight"]
        at = places(row, "total_weight", "weight")
        more = {"amount_at_stake": row["budget_base"], "places": at, "cause": "weights", "calculation": _added(row, indicators.get(row["form_number"], []))}
        if total != 100:
            cut = total < 100 and stated is None  # published forms are cut off: without a total row nothing is contradicted
            wanted = stated if stated is not None else Decimal(100)
            message = f"执行率分值 {plain(row['execution_weight'])} 与各项指标分值相加为 {plain(total)} 分，不是 100 分。" + _outside(row)
            found = {"stated": wanted, "recomputed": total, "difference": wanted - total, "severity": "note" if cut else None}
            yield hit(row, "分值合计", message + ("表格可能不完整。" if cut else ""), **found, **more)
        else:
            message = f"分值合计列为 {plain(stated)}，各项分值相加为 {plain(total)}。"
            yield hit(row, "分值合计", message, stated=stated, recomputed=total, difference=stated - total, **more)


def _total(row: Mapping[str, Any]) -> Decimal | None:
    return None if row["execution_weight"] is None or not row["indicators"] else row["execution_weight"] + row["indicator_weight"]


def _added(row: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Calculation:
    first = term("执行率分值", row["execution_weight"], "分", places(row, "weight"))
    weighed = [line for line in lines if line["applicable"] and line["weight"] is not None]
    rest = [term((line["level3"] or line["level2"] or "指标")[:20], line["weight"], "分", places(line, "weight")) for line in weighed]
    return calculated("SUM({all})", "各项分值之和", "分值合计", [first, *rest], "分")


def _outside(row: Mapping[str, Any]) -> str:
    """Where the indicators alone make 100 and the total counts them alone, execution was left out of the score."""
    if row["indicator_weight"] != 100 or row["score_stated"] is None or row["score_stated"] != row["indicator_score"]:
        return ""
    return f"指标分值已满 100 分，总分 {plain(row['score_stated'])} 只加了指标得分，没有计入执行率得分 {plain(row['execution_score']) or '—'}。"
