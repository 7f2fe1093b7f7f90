"""Page 同类情形评分不一: from the lowest to the highest share of the weight that one and the same fact earned."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import wrapped
from analytics.remembered import remembered
from analytics.wording import count, points, rate

MOST = 12
LINE, AROUND = 40, 150  # pixels


@remembered
def spreads(facts: pd.DataFrame, source: str, number: int | None = None) -> go.Figure:
    """A line a fact from its lowest to its highest share, widest apart on top (from `uneven_marks`); `number` where `facts` are not all."""
    number = len(facts) if number is None else number
    rows = facts.head(MOST).to_dict("records")
    widest = rows[0]
    title = f"同样的情形，得分率最多相差 {points(widest['spread'])}"
    left_out = f"，只画相差最大的{count(MOST)}种" if number > MOST else ""
    figure = theme.figure(title, f"最低与最高的得分率（得分占分值的比例）；n={count(number)}种情形{left_out}", height=AROUND + LINE * len(rows), line=60)
    places = list(range(len(rows)))
    figure.add_scatter(
        x=_ends(rows), y=[place for place in places for _ in range(3)], mode="lines", line={"color": theme.ACCENT_SOFT, "width": 5}, hoverinfo="skip"
    )
    for name, colour, side in (("lowest", theme.WARM, "left"), ("highest", theme.ACCENT, "right")):
        figure.add_scatter(
            x=[row[name] for row in rows],
            y=places,
            mode="markers+text",
            marker={"size": 12, "color": colour},
            text=[f"\u2002{rate(row[name])}\u2002" for row in rows],
            textposition=f"middle {side}",
            textfont={"size": 12, "color": theme.INK},
            cliponaxis=False,
            hovertext=[_hover(row) for row in rows],
            hoverinfo="text",
        )
    figure.update_xaxes(
        title="得分率（横轴不从零开始）", tickformat=".0%", nticks=6, tickangle=0, range=[max(min(row["lowest"] for row in rows) - 0.1, -0.06), 1.07]
    )
    figure.update_yaxes(tickvals=places, ticktext=[wrapped(row["fact_label"], 34) for row in rows], range=[len(rows) - 0.4, -0.6], showgrid=False)
    return theme.source_note(figure, source)


def _ends(rows: list[dict]) -> list[float | None]:
    return [end for row in rows for end in (row["lowest"], row["highest"], None)]


def _hover(row: dict) -> str:
    scope = f"{count(row['indicators'])}项指标、{count(row['departments'])}个部门"
    return f"<b>{wrapped(row['fact_label'], 40)}</b><br>得分率 {rate(row['lowest'])} 至 {rate(row['highest'])}<br>{scope}"
