"""Page 区际对比: the execution rate of one class of project (or function of department) after another, districts under each other; grey where
nothing may be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.compare import SYMBOLS
from analytics.charts.labels import plain
from analytics.compare.apart import FEWEST
from analytics.compare.classes import CLASSES, ClassRow, Grouping, standing
from analytics.metrics.backwards import SHORT
from analytics.remembered import remembered
from analytics.wording import amount, count, money, rate


@remembered
def classes(rows: Sequence[ClassRow], names: Sequence[str], source: str, by: Grouping = CLASSES) -> go.Figure:
    """One lane a group and district: a dot at the rate, its interval where there are projects enough, n beside it."""
    subtitle = f"按金额加权的执行率；横线为95%区间，只在项目不少于{FEWEST}个时给出；灰色表示分不出高低或不作比较"
    figure = theme.figure(_title(rows, by), subtitle, height=170 + sum(len(row.districts) + 1 for row in rows) * 22, line=40)
    ticks, top = [], 0.0
    for row in rows:
        shown = [name for name in names if name in row.districts]
        ticks.append((top - (len(shown) - 1) / 2, row.name))
        for order, name in enumerate(shown):
            _dot(figure, top - order, row, name, names)
        top -= len(shown) + 0.9
    figure.update_yaxes(tickvals=[y for y, _ in ticks], ticktext=[label for _, label in ticks], showgrid=False, range=[top + 0.4, 0.9])
    figure.update_xaxes(tickformat=".0%", range=[-0.02, 1.55], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    return theme.source_note(figure, source, below=32)


def _dot(figure: go.Figure, y: float, row: ClassRow, name: str, names: Sequence[str]) -> None:
    own = row.districts[name]
    if not own["counted"]:
        words = f"{plain(name)}　<span style='color:{theme.GREY}'>{plain(_left_out(own))}</span>"
        figure.add_annotation(x=1.0, y=y, text=words, showarrow=False, xanchor="left", xshift=44, font={"size": 12})
        return
    apart = any(pair.apart for pair in row.comparison.pairs if name in (pair.one, pair.other))
    colour = theme.district_colour(name, names) if apart else theme.GREY
    group = next((each for each in row.comparison.groups if each.name == name), None)
    if group and row.comparable:
        ends = [group.interval.low, min(group.interval.high, 1.12)]
        figure.add_scatter(x=ends, y=[y, y], mode="lines", line={"color": colour, "width": 3}, opacity=0.4, hoverinfo="skip")
    figure.add_scatter(
        x=[own["execution_rate"]], y=[y], mode="markers", cliponaxis=False, hoverinfo="text", customdata=[[name, row.name]],
        marker={"size": 11, "color": colour, "symbol": SYMBOLS[list(names).index(name) % len(SYMBOLS)]},
        hovertext=[f"<b>{plain(name)}　{plain(row.name)}</b><br>执行率 {rate(own['execution_rate'])}<br>预算 {money(own['budget'])}<br>点击看这些项目"],
    )  # fmt: skip
    carried = f"n={count(own['counted'])}，占本区预算{rate(own['budget_share'])}"
    words = f"{plain(name)} <b>{rate(own['execution_rate'])}</b>　<span style='color:{theme.GREY}'>{carried}</span>"
    figure.add_annotation(x=1.0, y=y, text=words, showarrow=False, xanchor="left", xshift=44, font={"size": 12})


def _title(rows: Sequence[ClassRow], by: Grouping) -> str:
    apart = [row.name for row in rows if row.comparison.separable]
    kind = "同一类项目" if by == CLASSES else "同职能的部门"
    if apart:
        return f"{kind}，能分出高低的只有：{'、'.join(apart)}"
    return f"{kind}放在一起，各区仍分不出高低" if any(row.comparable for row in rows) else f"{kind}的项目太少，只并列，不比高低"


def class_rows(rows: Sequence[ClassRow], names: Sequence[str]) -> list[list[str]]:
    """The table under the picture: class, of each district the rate with n and budget, whether it may be compared."""
    return [[row.name, *(_cell(row.districts.get(name)) for name in names), standing(row)] for row in rows]


def _cell(own: Mapping | None) -> str:
    if not own:
        return "没有"
    return f"{rate(own['execution_rate'])}（n={count(own['counted'])}，预算 {amount(own['budget'])} 万元）" if own["counted"] else _left_out(own)


def _left_out(own: Mapping) -> str:
    return f"{count(own['backwards'])}个项目{SHORT}，不列"
