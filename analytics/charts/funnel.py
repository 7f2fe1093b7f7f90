"""Page 区际对比: budget against execution rate with control limits around the overall rate, colour by district; a click opens the project."""

from __future__ import annotations

from math import log10

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.compare import SYMBOLS
from analytics.charts.execution import TICKS
from analytics.charts.labels import BREAK, plain
from analytics.charts.placement import name_points
from analytics.compare.funnel import ALARM, WARN, Funnel, Numbers, outside
from analytics.metrics.backwards import SHORT
from analytics.remembered import remembered
from analytics.wording import count, money, percent, rate

PLOT = (900, 300)  # pixels of the plot at the width it usually has
LINES = ((WARN, "dash"), (ALARM, "dot"))
STEPS = 60
MOST = 2000  # points a browser draws without delay
NAMED = 12


@remembered
def funnel(found: Funnel, frame: pd.DataFrame, source: str, numbers: Numbers | None = None) -> go.Figure:
    """Every project of `compare_rates` in the funnel; those beyond the outer limits are named.

    `numbers`: how many there are, where `frame` holds only the largest and those beyond the limits.
    """
    frame = frame[frame["budget_base"] > 0]
    alarm = outside(found, frame, ALARM)
    whole, beyond = (numbers.drawn, numbers.alarm) if numbers else (len(frame), len(alarm))
    frame = _most_telling(frame, alarm)
    limits = "；横线为合计执行率，虚线为95%、点线为99.8%控制限" if found.drawn else ""
    hollow = f"；灰色空心：{SHORT}" if frame["backwards"].any() else ""
    subtitle = f"每点一个项目，横轴为预算（对数）{limits}{hollow}；{_number(len(frame), whole)}"
    figure = theme.figure(_title(found, beyond), subtitle, height=480, line=40)
    across = _across(frame)
    if found.drawn:
        _draw_limits(figure, found, across)
    names = sorted(frame["district"].dropna().unique())
    for order, district in enumerate(names):
        _draw_district(figure, frame[frame["district"] == district], district, names, SYMBOLS[order % len(SYMBOLS)])
    top = max(1.08, float(frame["execution_rate"].max() if len(frame) else 1) * 1.05)
    named = alarm.head(NAMED)
    name_points(figure, _points(named), _points(frame.drop(named.index)), (across, (-0.05, top)), PLOT, log=True)
    figure.update_xaxes(type="log", title="预算（万元，对数）", range=across, tickvals=list(TICKS), ticktext=list(TICKS.values()))
    figure.update_yaxes(title="执行率", tickformat=".0%", range=[-0.05, top])
    return theme.source_note(theme.legend(figure), source, below=52)


def _most_telling(frame: pd.DataFrame, alarm: pd.DataFrame) -> pd.DataFrame:
    """All projects, or of very many those beyond the limits and then the largest, as far as a browser can draw them."""
    if len(frame) <= MOST:
        return frame
    rest = frame.drop(alarm.index).sort_values("budget_base", ascending=False)
    return pd.concat([alarm, rest]).head(MOST)


def _number(shown: int, whole: int) -> str:
    return f"n={count(whole)}{f'，只画界外和预算最大的{count(shown)}个' if shown < whole else ''}"


def _across(frame: pd.DataFrame) -> tuple[float, float]:
    budgets = frame["budget_base"].astype(float)
    return (log10(budgets.min()) - 0.2, log10(budgets.max()) + 0.25) if len(frame) else (0.0, 3.0)


def _draw_limits(figure: go.Figure, found: Funnel, across: tuple[float, float]) -> None:
    budgets = [float(each) for each in np.logspace(*across, STEPS)]
    quiet = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=budgets, y=[found.rate] * STEPS, line={"color": theme.GREY, "width": 1.5}, **quiet)
    for level, dash in LINES:
        for end in (0, 1):
            edge = [found.limits(budget, level)[end] for budget in budgets]
            figure.add_scatter(x=budgets, y=edge, line={"color": theme.GREY, "width": 1.3, "dash": dash}, **quiet)


def _draw_district(figure: go.Figure, rows: pd.DataFrame, district: str, names: list[str], symbol: str) -> None:
    """The projects of a district; hollow and grey where the budget is written backwards."""
    colour = theme.district_colour(district, names)
    for backwards, own in rows.groupby(rows["backwards"].astype(bool)):
        marker = {"color": theme.GREY, "symbol": f"{symbol}-open"} if backwards else {"color": colour, "symbol": symbol, "line": {"color": "white", "width": 1}}
        figure.add_scatter(
            x=own["budget_base"], y=own["execution_rate"], mode="markers", marker={"size": 10, "opacity": 0.85, **marker},
            name=f"{plain(district)}（{count(len(own))}个）", showlegend=not backwards, cliponaxis=False,
            customdata=own[["project_id"]], hovertext=[_hover(row) for row in own.to_dict("records")], hoverinfo="text",
        )  # fmt: skip


def _hover(row: dict) -> str:
    said = f"执行率 {rate(row['execution_rate'])}，预算 {money(row['budget_base'])}"
    doubt = ("所在部门预算数与执行数几乎逐项相等，执行率不宜比较",) if row["backwards"] else ()
    return BREAK.join((f"<b>{plain(row['name'])}</b>", plain(row["department"]), said, *doubt, "点击打开项目档案"))


def _points(rows: pd.DataFrame) -> list[tuple[float, float, str]]:
    return list(zip(rows["budget_base"].astype(float), rows["execution_rate"], rows["name"], strict=True))


def _title(found: Funnel, alarm: int) -> str:
    if not found.drawn:
        return "项目太少，不画控制限"
    return f"{count(alarm)}个项目的执行率超出{percent(ALARM)}控制限，其余在波动之内" if alarm else "没有项目超出控制限，高低都在波动之内"
