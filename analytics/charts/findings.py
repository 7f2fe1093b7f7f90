"""Page 疑点清单: how many findings of each family, by severity, as a strip that can be clicked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import plotly.graph_objects as go

from analytics.audit import FAMILIES, SEVERITIES
from analytics.charts import theme
from analytics.remembered import remembered
from analytics.wording import count

COLOURS = {"error": theme.WARM, "warning": "#e2b184", "note": theme.GREY_SOFT}
HEIGHT = 204
FEWEST = 12  # columns for which there is always room: one alone would fill the strip
WORD = 5  # characters of a family's name on one line under its column


@remembered
def families(counted: Mapping[str, Mapping[str, int]], chosen: Iterable[str] = ()) -> go.Figure:
    """Columns {family: {severity: findings}}, the fullest with errors first; a mark carries its family. Families that are not `chosen` fade."""
    order = sorted((name for name in FAMILIES if counted.get(name)), key=lambda name: (-counted[name].get("error", 0), -sum(counted[name].values())))
    fig = theme.figure(_finding(counted, order), "各类疑点的条数，按程度分色；点一下柱子只看这一类", height=HEIGHT, line=60)
    for severity, words in SEVERITIES.items():
        fig.add_bar(**_bars(counted, order, severity, words, set(chosen)))
    totals = [sum(counted[name].values()) for name in order]
    fig.add_scatter(x=[_broken(name) for name in order], y=totals, text=[count(one) for one in totals], mode="text", textposition="top center",
                    hoverinfo="skip", showlegend=False, textfont={"size": 12, "color": theme.INK}, cliponaxis=False)  # fmt: skip
    fig.update_layout(barmode="stack", bargap=0.45, hovermode="x unified", clickmode="event+select")
    fig.update_yaxes(visible=False, range=[0, max(totals, default=1) * 1.22])
    fig.update_xaxes(tickangle=0, tickfont={"size": 11}, range=[-0.5, max(len(order), FEWEST) - 0.5])
    return _with_legend(fig)


def _bars(counted: Mapping[str, Mapping[str, int]], order: list[str], severity: str, words: str, chosen: set[str]) -> dict[str, Any]:
    return {
        "x": [_broken(name) for name in order],
        "y": [counted[name].get(severity, 0) for name in order],
        "name": words,
        "marker": {"color": COLOURS[severity], "opacity": [1 if not chosen or name in chosen else 0.35 for name in order]},
        "customdata": [[name] for name in order],
        "hovertemplate": "%{y} 条",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _with_legend(fig: go.Figure) -> go.Figure:
    """The legend at the right of the title: the strip has no height to spare."""
    return fig.update_layout(showlegend=True, legend={"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"})


def _broken(family: str) -> str:
    """The family's name in lines that fit under its column."""
    words = FAMILIES[family]
    lines = -(-len(words) // WORD)
    length = -(-len(words) // lines)
    return "<br>".join(words[at : at + length] for at in range(0, len(words), length))


def _finding(counted: Mapping[str, Mapping[str, int]], order: list[str]) -> str:
    if not order:
        return "没有疑点"
    most = max(order, key=lambda name: sum(counted[name].values()))
    first = f"{FAMILIES[most]}的疑点最多（{count(sum(counted[most].values()))}条）"
    worst = order[0]
    errors = counted[worst].get("error", 0)
    return f"{first}，错误最多的是{FAMILIES[worst]}（{count(errors)}条）" if errors and worst != most else first
