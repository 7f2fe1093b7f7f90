"""Which columns of an exported table may be added up, and how: live formulas whose results are what the pages show.

Additive columns follow the filter of the sheet (SUBTOTAL); a ratio is that of its two totals, never a mean of ratios. Where an amount
stands beside a blank base it is left out, as the pages leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

LABEL = "合计"
NOTE = "“合计”一行是公式，会随筛选和改动重新计算；比率为两项合计之比，不是各行比率的平均。"
# table -> column -> its base (added where the base is known), or "one / other" for the ratio of two totals
TOTALS: Mapping[str, Mapping[str, str]] = {
    "execution_list": {
        **{"budget_base": "budget_base", "executed": "budget_base", "unspent": "budget_base"},
        **{"initial_budget": "initial_budget", "revised_budget": "revised_budget", "execution_rate": "executed / budget_base"},
    },
    "variance_projects": {
        **dict.fromkeys(("initial_budget", "revision", "revised_budget", "executed", "outturn_difference"), "revised_budget"),
        "outturn_deviation": "outturn_difference / initial_budget",
        "rate_on_initial": "executed / initial_budget",
    },
    "variance_parts": {
        **dict.fromkeys(("projects", "moved"), "projects"),
        **dict.fromkeys(("initial_budget", "carry_over", "carry_over_added", "in_year_change", "unspent", "executed", "outturn_difference"), "initial_budget"),
        "outturn_deviation": "outturn_difference / initial_budget",
    },
    "compare_classes": {"counted": "counted", "budget": "budget", "executed": "budget", "execution_rate": "executed / budget"},
}


@dataclass(frozen=True)
class Total:
    """One cell of the row of totals: its place, formula and result."""

    column: str
    position: int
    formula: str
    result: float | str


def totals_of(frame: pd.DataFrame, wanted: Mapping[str, str]) -> list[Total]:
    """The totals of a sheet whose heading is its first row and whose columns are those of the frame; none for a table without rows."""
    places = {str(column): position for position, column in enumerate(frame.columns)}
    if frame.empty:
        return []
    sums = [_sum(frame, column, base, places) for column, base in wanted.items() if column in places and "/" not in base]
    results: dict[str, Any] = {one.column: one.result for one in sums}
    ratios = [_ratio(column, tuple(base.split(" / ")), places, results, len(frame)) for column, base in wanted.items() if "/" in base and column in places]
    return [*sums, *(one for one in ratios if one)]


def _numbers(frame: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_numeric(frame[column], errors="coerce").astype(float)


def _sum(frame: pd.DataFrame, column: str, base: str, places: Mapping[str, int]) -> Total:
    values = _numbers(frame, column)
    known = _numbers(frame, base).notna() if base in places else values.notna()
    own = _range(places[column], len(frame))
    alone = (values.notna() & ~known).any()
    formula = f'=SUMIF({_range(places[base], len(frame))},"<>",{own})' if alone else f"=SUBTOTAL(109,{own})"
    return Total(column, places[column], formula, float(values[known].sum()))


def _ratio(column: str, pair: tuple[str, ...], places: Mapping[str, int], results: Mapping[str, float], rows: int) -> Total | None:
    one, other = pair
    if one not in results or other not in results:
        return None
    above, below = (xl_rowcol_to_cell(rows + 1, places[name]) for name in pair)
    result = results[one] / results[other] if results[other] else ""
    return Total(column, places[column], f'=IF({below}=0,"",{above}/{below})', result)


def _range(position: int, rows: int) -> str:
    return f"{xl_rowcol_to_cell(1, position)}:{xl_rowcol_to_cell(rows, position)}"
