"""Budgets written backwards: where budget equals spending nearly everywhere, a rate of 100 % says nothing and is shown in grey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.wording import count, listed, money, rate

SHORT = "预算数疑为倒填"
WHY = "预算数与执行数一位不差的项目超过八成，疑为按支出数倒填预算"
MOST = 0.5  # of the budget: from here on the rate of a group rests on such departments


def greyed(row: Mapping[str, Any]) -> bool:
    """Whether the rate of this group (a row with `budget` and `backwards_budget`) rests mostly on budgets written backwards."""
    return bool(row["backwards"]) and float(row["backwards_budget"]) >= MOST * float(row["budget"])


def backwards_sentence(departments: pd.DataFrame) -> str:
    """Which departments these are and what follows, of `summary` by department; empty where there is none."""
    rows = departments[departments["backwards"] > 0]
    if rows.empty:
        return ""
    names = listed([str(name) for name in rows["department"]])
    whole = rows["budget"].sum() / departments["budget"].sum()
    carried = f"{count(rows['backwards'].sum())}个项目、预算 {money(rows['backwards_budget'].sum())}，占{rate(whole)}"
    return f"{names}{WHY}（{carried}）；其执行率以灰色（空心）显示，不说明执行得好，不宜用于比较。"
