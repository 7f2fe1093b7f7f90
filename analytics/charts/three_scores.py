"""Page 得分分布: what forms say of their score, what their parts add up to, and what one rule for all gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain, shortened
from analytics.remembered import remembered
from analytics.wording import NOTHING, count, score

THREE = (
    ("score_stated", "自评得分", "circle-open", theme.GREY),
    ("score_recomputed", "重算得分", "line-ns-open", theme.WARM),
    ("score_common", "统一口径得分", "diamond", theme.ACCENT),
)
HEADINGS = ("项目", "自评", "加总差", "重算", "规则差", "分值差", "统一口径", "缺项幅度")
NOTICED = 1.0  # points between stated and common that the title counts, as `three_scores_apart` does
MOST = 16


@remembered
def three_scores(frame: pd.DataFrame, numbers: Mapping[str, Any], source: str, most: int = MOST) -> go.Figure:
    """Stated, recomputed and common score of the projects that differ most, one line a project.

    From `three_scores`, of which the foremost will do, and the row of `three_scores_apart`.
    """
    known = frame[frame["score_stated"].notna() & frame["score_common"].notna()]
    ends = known[["score_stated", "score_recomputed", "score_common"]].astype(float)
    widest = known.loc[(ends.max(axis=1) - ends.min(axis=1)).sort_values(ascending=False, kind="stable").index].head(most).iloc[::-1]
    said = f"差距最大的{count(len(widest))}个；n={count(numbers['known'])}个三种得分齐全的项目"
    figure = theme.figure(_three_title(numbers), said, height=130 + 26 * len(widest), line=60)
    names = [shortened(name, 22) for name in widest["name"]]
    for name, low, high in zip(names, ends.loc[widest.index].min(axis=1), ends.loc[widest.index].max(axis=1), strict=True):
        figure.add_scatter(x=[low, high], y=[name, name], mode="lines", line={"color": theme.GREY_SOFT, "width": 2}, hoverinfo="skip", showlegend=False)
    for column, label, symbol, colour in THREE:
        figure.add_scatter(
            x=widest[column].astype(float), y=names, mode="markers", name=label, marker={"size": 10, "symbol": symbol, "color": colour},
            customdata=widest[["project_id"]], hovertext=[f"<b>{plain(row['name'])}</b><br>{label} {score(row[column])}" for row in widest.to_dict("records")],
            hoverinfo="text",
        )  # fmt: skip
    figure.update_xaxes(title="分")
    return theme.source_note(theme.legend(figure), source, below=52)


def _three_title(numbers: Mapping[str, Any]) -> str:
    return f"{count(numbers['wrong'])}个项目的总分不等于各项之和（含进位之差），{count(numbers['moved'])}个按统一口径相差{score(NOTICED)}分以上"


def gap_rows(frame: pd.DataFrame) -> list[list[str]]:
    """The table below: each project's three scores with what lies between them; bounds where something has no score."""
    return [_gap_row(row) for row in frame.to_dict("records")]


def _gap_row(row: Mapping[str, Any]) -> list[str]:
    low, high = row["score_common_low"], row["score_common_high"]
    bounds = NOTHING if pd.isna(low) else f"{score(low)} 至 {score(high)}"
    common = bounds if pd.isna(row["score_common"]) else score(row["score_common"])
    missing = score(row["gap_missing"]) if pd.notna(row["gap_missing"]) and row["gap_missing"] else NOTHING
    gaps = {name: _signed(row[name]) for name in ("gap_arithmetic", "gap_rule", "gap_frame")}
    stated, recomputed = score(row["score_stated"]), score(row["score_recomputed"])
    return [row["name"], stated, gaps["gap_arithmetic"], recomputed, gaps["gap_rule"], gaps["gap_frame"], common, missing]


def _signed(gap: float) -> str:
    if pd.isna(gap):
        return NOTHING
    return f"{'+' if gap > 0 else '−'}{score(abs(gap))}" if abs(gap) >= 0.005 else "0"
