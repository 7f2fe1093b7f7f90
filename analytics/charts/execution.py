"""Page 执行率: how execution rates are spread, and which budgets stay under the threshold.

Rates are ratios, budgets 万元; the threshold is a ratio and strict (a project at 80 % is not below 80 %).
A project without a rate is on none of these charts: the page lists it apart with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log10

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import cut, plain, sampled
from analytics.charts.placement import name_points
from analytics.metrics.backwards import SHORT
from analytics.remembered import remembered
from analytics.wording import count, money, percent, rate

SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "pentagon", "star", "hexagon")
MOST_NAMED = 12
ONE_LINE, MOST_IN_LEGEND, LINE = 3, 12, 22  # districts that a line of the legend holds, and all of it; pixels of a line
PLOT = (450, 225)  # pixels of the plot at the width it usually has
TICKS = {0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100", 1000: "1,000", 10_000: "1亿元", 100_000: "10亿元", 1_000_000: "100亿元"}


@remembered
def distribution(frame: pd.DataFrame, threshold: float, source: str) -> go.Figure:
    """Projects by step of execution rate, from `execution_distribution`; steps under the threshold stand out."""
    rows = frame[(frame["projects"] > 0) | frame["rate_to"].notna()].sort_values("bin").reset_index(drop=True)
    total = rows["projects"].sum()
    figure = theme.figure(_distribution_title(rows, total), f"按执行率分段的项目数；n={count(total)}个有执行率的项目", height=380)
    figure.add_bar(
        x=list(range(len(rows))),
        y=rows["projects"],
        width=0.86,
        marker_color=[theme.WARM if low < threshold else theme.ACCENT_SOFT for low in rows["rate_from"].fillna(float("-inf"))],
        text=[count(number) if number else "" for number in rows["projects"]],
        textposition="outside",
        cliponaxis=False,
        customdata=[[_step_band(row)] for row in rows.to_dict("records")],
        hovertext=[_step_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
        showlegend=False,
    )
    ticks = dict(_edges(rows))
    # Room left of the first step: its tick 0% would else touch the 0 of the other axis.
    figure.update_xaxes(title="执行率", tickvals=list(ticks), ticktext=list(ticks.values()), tickangle=0, range=[-0.95, max(len(rows), 1) - 0.45])
    figure.update_yaxes(title="项目数（个）", range=[0, max(rows["projects"].max() if len(rows) else 1, 1) * 1.2])
    _draw_threshold(figure, _place(rows, threshold), threshold)
    return theme.source_note(figure, source)


def _step_band(row: dict) -> str:
    """The step as a band of rates that can be asked for, `30-40`; empty for the step that has no end."""
    low, high = row["rate_from"], row["rate_to"]
    return "" if pd.isna(high) else f"{100 * float(low):g}-{100 * float(high) + (0.01 if low == high else 0):g}"


def _step_hover(row: dict) -> str:
    return f"<b>执行率 {plain(row['bin_label'])}</b><br>{count(row['projects'])}个项目<br>预算 {money(row['budget'])}"


def _draw_threshold(figure: go.Figure, place: float | None, threshold: float) -> None:
    if place is None:
        return
    words = {"text": f"阈值 {percent(threshold)}", "yref": "paper", "y": 1, "xanchor": "right", "xshift": -4}
    figure.add_vline(x=place, line={"color": theme.INK, "width": 1.5, "dash": "dash"}, annotation=words)


def _edges(rows: pd.DataFrame) -> Iterator[tuple[float, str]]:
    """Rates at the edges of the steps; one without a width (100%, 超过100%) bears its own label in its middle."""
    for position, row in enumerate(rows.to_dict("records")):
        if row["rate_from"] < row["rate_to"]:
            yield position - 0.5, percent(row["rate_from"])
        else:
            yield float(position), plain(row["bin_label"])


def _place(rows: pd.DataFrame, threshold: float) -> float | None:
    """Where the threshold stands on an axis whose steps are numbered and one apart."""
    for position, low, high in zip(rows.index, rows["rate_from"], rows["rate_to"], strict=True):
        if low <= threshold < high:
            return position - 0.5 + (threshold - low) / (high - low)
    beginning = rows.index[rows["rate_from"] == threshold]
    return beginning[0] - 0.5 if len(beginning) else None


def _distribution_title(rows: pd.DataFrame, total: int) -> str:
    if not total:
        return "没有可计算执行率的项目"
    fullest = rows.loc[rows["projects"].idxmax()]
    return f"执行率最集中在{fullest['bin_label']}：{count(fullest['projects'])}个项目，占{rate(fullest['projects'] / total)}"


@remembered
def budget_against_rate(frame: pd.DataFrame, threshold: float, source: str, whole: int | None = None) -> go.Figure:
    """Every project by its budget (log scale) and execution rate, from `project_list`; those below the threshold are named.

    `whole`: of how many projects these are a sample, which holds those below the threshold that matter most by money.
    """
    frame = frame.fillna({"district": "未注明区"})
    known = frame.dropna(subset=["execution_rate"])
    known = known[known["budget_base"] > 0]
    below = known[known["execution_rate"] < threshold]
    hollow = f"；空心：{SHORT}" if known["backwards"].any() else ""
    figure = theme.figure(_scatter_title(known, below, threshold), f"每点一个项目{hollow}；{sampled(len(known), whole)}", height=380)
    districts = sorted(frame["district"].unique())
    for place, district in enumerate(districts):
        _add_district(figure, known[known["district"] == district], district, districts, SYMBOLS[place % len(SYMBOLS)], whole is None)
    figure.add_hline(y=threshold, line={"color": theme.INK, "width": 1.5, "dash": "dash"})
    # Beyond the right edge, where neither ticks nor points stand.
    figure.add_annotation(x=1, xref="paper", xshift=4, y=threshold, text=f"阈值<br>{percent(threshold)}", showarrow=False, xanchor="left", align="left")
    _scale(figure, known, below, threshold)
    figure.update_layout(showlegend=len(districts) > 1, legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}, margin={"r": 52})
    if len(districts) > ONE_LINE:
        _more_lines(figure, len(districts))
    return theme.source_note(figure, source)


def _more_lines(figure: go.Figure, districts: int) -> None:
    """Room for a legend of several lines; none at all for more districts than anybody tells apart by colour and mark (a point tells its own)."""
    lines = ceil(districts / ONE_LINE) if districts <= MOST_IN_LEGEND else 0
    room = lines * LINE
    figure.update_layout(
        showlegend=lines > 0,
        legend={"x": 0, "xanchor": "left"},
        height=figure.layout.height + room,
        margin={"t": figure.layout.margin.t + room},
    )


def _scale(figure: go.Figure, known: pd.DataFrame, below: pd.DataFrame, threshold: float) -> None:
    """Ranges with room for the outermost points, then names beside the points that matter most by money, clear of the threshold."""
    budgets = known["budget_base"].astype(float)
    across = (log10(budgets.min()) - 0.25, log10(budgets.max()) + 0.25) if len(known) else (0.0, 3.0)
    up = (-0.08, max(known["execution_rate"].max() if len(known) else 1, 1) * 1.08)
    figure.update_xaxes(type="log", title="预算（万元，对数）", range=across, tickvals=list(TICKS), ticktext=list(TICKS.values()))
    figure.update_yaxes(title="执行率", tickformat=".0%", range=up)
    named = below.sort_values("unspent", ascending=False).head(MOST_NAMED)
    # A band on both sides of the line, as the plot may be drawn smaller than reckoned: no name stands on it.
    steps = [10 ** (across[0] + (across[1] - across[0]) * step / 60) for step in range(61)]
    line = [(x, threshold + beside, "") for x in steps for beside in (-0.02, 0.025)]
    name_points(figure, _points(named), [*_points(known.drop(named.index)), *line], (across, up), PLOT, log=True)


def _points(rows: pd.DataFrame) -> list[tuple[float, float, str]]:
    return list(zip(rows["budget_base"].astype(float), rows["execution_rate"], rows["name"], strict=True))


def _add_district(figure: go.Figure, rows: pd.DataFrame, district: str, districts: list[str], symbol: str, counted: bool) -> None:
    """The projects of a district, `counted` where all of them are drawn; hollow and grey those whose budget looks as if written after the spending."""
    hollow = rows["backwards"].astype(bool)
    number = f"（{count(len(rows))}个）" if counted else ""
    _add_points(figure, rows[~hollow], f"{plain(district)}{number}", theme.district_colour(district, districts), symbol)
    if hollow.any():
        _add_points(figure, rows[hollow], "", theme.GREY, f"{symbol}-open")


def _add_points(figure: go.Figure, rows: pd.DataFrame, name: str, colour: str, symbol: str) -> None:
    figure.add_scatter(
        x=rows["budget_base"],
        y=rows["execution_rate"],
        mode="markers",
        name=name or None,
        showlegend=bool(name),
        marker={"color": colour, "symbol": symbol, "size": 11, "opacity": 0.8, "line": {"color": colour if "open" in symbol else "white", "width": 1}},
        customdata=rows[["project_id"]],
        hovertext=[_point_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
    )


def _point_hover(row: dict) -> str:
    figures = f"预算 {money(row['budget_base'])}，执行 {money(row['executed'])}<br>执行率 {rate(row['execution_rate'])}"
    return f"<b>{plain(row['name'])}</b><br>{plain(row['department'])}<br>{figures}<br>点击打开项目档案"


def _scatter_title(known: pd.DataFrame, below: pd.DataFrame, threshold: float) -> str:
    if known.empty:
        return "没有可计算执行率的项目"
    if below.empty:
        return f"没有项目低于{percent(threshold)}"
    largest = below.loc[below["budget_base"].idxmax()]
    return f"低于{percent(threshold)}的最大项目：{cut(largest['name'], 30)}"
