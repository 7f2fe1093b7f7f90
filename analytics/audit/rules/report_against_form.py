"""What a report or a register says about a project against the project's own form: amounts, rate, score."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit, normalised
from analytics.audit.finding import Hit, hit, places, plain

FIELDS = {"revised_budget": ("预算数", "revised_budget"), "executed": ("执行数", "executed"), "score": ("自评得分", "score_stated")}
LISTS = "select * from line where kind in ('project_claims', 'project_register') and name is not null order by batch_id, line_number"


def find(desk: Desk) -> Iterator[Hit]:
    forms = {(row["department"], row["fiscal_year"], normalised(row["name"])): row for row in desk.forms}
    for row in desk.rows(LISTS):
        form = forms.get((row["department"], row["fiscal_year"], normalised(row["name"])))
        if form is not None and form["file"] != row["file"]:
            yield from _compare(row, form)


def _compare(row: Mapping[str, Any], form: Mapping[str, Any]) -> Iterator[Hit]:
    printed = json.loads(row["printed"] or "{}")
    for name, (words, own) in FIELDS.items():
        said, has = row[name], form["budget_base"] if own == "revised_budget" else form[own]
        own = "total_score" if name == "score" else own if own == "executed" or form["has_revised_column"] else "initial_budget"
        if said is None or has is None or form["unit_status"] == "suspect":
            continue
        shown = printed.get(name) or plain(said)
        gap = said - has
        if abs(gap) <= max(_unit(said, shown), half_unit(has) if name == "score" else Decimal(0)):
            continue
        cut_off = has > said and gap > -2 * _unit(said, shown) and said != said.to_integral_value()
        unit = "分" if name == "score" else "万元"
        message = f"“{row['name']}”的{words}，{row['note'] or '汇总表'}为 {plain(said)} {unit}，自评表为 {plain(has)} {unit}" + (
            "（只是截去末位）。" if cut_off else "。"
        )
        yield hit(
            row,
            words,
            message,
            stated=said,
            recomputed=has,
            difference=gap,
            severity="note" if cut_off else None,
            amount_at_stake=form["budget_base"] if name == "score" else abs(gap),
            places=[*places(row, name), *places(form, own)],
            calculation=calculated(
                "a - b", "差额", "", [term(f"报告所列{words}", said, unit, places(row, name)), term(f"自评表{words}", has, unit, places(form, own))], unit
            ),
        )


def _unit(value: Decimal, shown: str) -> Decimal:
    """Half a unit of the print, in 万元; a print whose number is not the value stands in another unit and carries all its digits."""
    digits = shown.replace(",", "")
    try:
        same = Decimal(digits) == value
    except ArithmeticError:
        same = False
    return half_unit(digits) if same else Decimal("0.00005")
