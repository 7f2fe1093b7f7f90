"""The four pictures of the briefing as data, each with the finding as its title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analytics.charts.labels import cut
from analytics.charts.picture import MAIN, QUIET, REST, Bar, Picture
from analytics.compare import Comparison
from analytics.metrics.backwards import SHORT, greyed
from analytics.reports.briefing_words import say
from analytics.wording import change, count, left_over, money, rate

MOST_BARS = 6


def spent(departments: pd.DataFrame) -> Picture:
    """What each department spent and left, of `summary` by department."""
    rows = departments[departments["budget"].notna() & (departments["budget"] > 0)].sort_values("budget", ascending=False, kind="stable")
    n = count(rows["counted"].sum())
    if rows.empty:
        return Picture("spent", say("pictures", "spent_none"), say("pictures", "spent_key", n=n), "万元", ())
    most = rows.loc[rows["unspent"].astype(float).idxmax()]
    words = {"department": cut(_named(most["department"]), 30), "rate": rate(most["execution_rate"]), "unspent": money(most["unspent"])}
    bars = tuple(
        Bar(
            label=_named(row["department"]),
            length=min(float(row["executed"]), float(row["budget"])),
            rest=max(float(row["unspent"]), 0.0),
            words=f"{rate(row['execution_rate'])}，{SHORT if greyed(row) else left_over(row['unspent'])}",
            tone=QUIET if greyed(row) else MAIN,
        )
        for row in rows.head(MOST_BARS).to_dict("records")
    )
    return Picture("spent", say("pictures", "spent", **words), say("pictures", "spent_key", n=n), "万元", bars)


def _named(name: Any) -> str:
    return name if isinstance(name, str) and name else "未注明部门"


def lag(projects: pd.DataFrame) -> Picture:
    """The projects that left most, of `project_list`."""
    left = projects[projects["counted"].astype(bool) & (projects["unspent"].fillna(0) > 0)].sort_values(["unspent", "project_id"], ascending=[False, True])
    key = say("pictures", "lag_key", n=count(len(left)))
    if left.empty:
        return Picture("lag", say("pictures", "lag_none"), key, "万元", ())
    first, whole = left.head(MOST_BARS), float(left["unspent"].sum())
    bars = tuple(
        Bar(row["name"], float(row["unspent"]), f"{money(row['unspent'])}，{rate(row['execution_rate'])}", tone=REST, link=row["project_id"])
        for row in first.to_dict("records")
    )
    share = rate(float(first["unspent"].sum()) / whole)
    return Picture("lag", say("pictures", "lag", unspent=money(whole), share=share, shown=count(len(first))), key, "万元", bars)


def change_steps(steps: Mapping[str, Any]) -> Picture:
    """From the initial budget to the money spent, of one row of `variance_steps`: each step hangs where the one before ended."""
    key = say("pictures", "change_key", n=count(steps["projects"]))
    if not steps["projects"]:
        return Picture("change", say("pictures", "change_none"), key, "万元", ())
    initial, revised, executed = (float(steps[name]) for name in ("initial_budget", "revised_budget", "executed"))
    bars = (
        Bar("年初预算", initial, money(initial), tone=QUIET),
        Bar("年中调整", abs(revised - initial), change(revised - initial), start=min(initial, revised), tone=REST),
        Bar("全年预算", revised, money(revised), tone=QUIET),
        Bar("未执行", abs(revised - executed), left_over(revised - executed), start=min(revised, executed), tone=REST),
        Bar("全年执行", executed, money(executed)),
    )
    return Picture("change", say("pictures", "change", initial=money(initial), executed=money(executed)), key, "万元", bars)


def compared_rates(found: Mapping[str, Comparison]) -> Picture:
    """The execution rate of each district with its interval; grey where none can be told from another."""
    comparison = found.get("execution_weighted")
    key = say("pictures", "compare_key")
    if comparison is None or len(comparison.groups) < 2:
        return Picture("compare", say("pictures", "compare_none"), key, "%", ())
    title = say("pictures", "compare_apart" if comparison.separable else "compare_together")
    return Picture("compare", title, key, "%", tuple(_intervals(comparison)))


def _intervals(comparison: Comparison) -> Iterator[Bar]:
    for group in comparison.groups:
        low, value, high = group.interval.low, group.interval.value, group.interval.high
        apart = any(pair.apart for pair in comparison.pairs if group.name in (pair.one, pair.other))
        tone = MAIN if apart else QUIET
        words = say("pictures", "compare_bar", rate=rate(value), low=rate(low), high=rate(high), n=count(group.size))
        yield Bar(group.name, value - low, words, start=low, rest=high - value, tone=tone, rest_tone=tone)
