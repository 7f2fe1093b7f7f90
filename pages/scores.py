"""得分分布: what scores are given, for what, and do they follow the money?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pandas
import streamlit as st
from plotly.graph_objects import Figure

from analytics.charts import scores as charts
from analytics.charts.standing import standings
from analytics.charts.three_scores import HEADINGS, gap_rows, three_scores
from analytics.charts.three_scores import MOST as WIDEST
from analytics.metrics import Filters, Part
from analytics.metrics.sentences import scores_sentence
from analytics.wording import count, score
from pages._address import asked
from pages._export import download_table
from pages._marks import narrowing, open_marked, opening, source
from pages._points import score_points, score_strips
from pages._shared import answer, chart, escaped, explain, filters, html_table, is_empty, later, measure_row, page, project_link
from pages._words import table_in_words

THRESHOLD = 0.8
THREE = (
    "project_id", "name", "district", "department", "fiscal_year", "budget_base", "score_stated", "score_recomputed", "score_common",
    "score_common_low", "score_common_high", "gap_arithmetic", "gap_rule", "gap_frame", "gap_missing",
)  # fmt: skip
KNOWN = (("score_stated", ">", -1e9), ("score_common", ">", -1e9))
LINES = ("name", "department", "fiscal_year", "level3", "target", "actual", "weight", "score", "points_lost", "attainment")
MOST = 200  # rows of a table that is read, not worked in
MEASURES = [
    "score_stated", "score_recomputed", "score_common", "gap_arithmetic", "gap_rule", "gap_frame", "gap_missing", "grade", "attainment", "scored",
    "unscored", "execution_rate",
]  # fmt: skip


def draw() -> None:
    page("得分分布", "分数打得怎么样，跟着钱走了吗？")
    if is_empty():
        return
    chosen = filters()
    totals, grades, dimensions = answer("score_summary", chosen), answer("grades", chosen), answer("attainment_dimension", chosen)
    st.html(f'<p class="lens-finding">{escaped(scores_sentence(totals, grades, dimensions))}</p>')
    if totals.iloc[0]["scored"]:
        measure_row(measures(totals.iloc[0]), standings(answer("summary", chosen).iloc[0]))
    figures = dict(drawn(chosen, bool(totals.iloc[0]["scored"]), bool(dimensions["scored"].sum())))
    for place, (key, figure) in zip(cycle(st.columns(2)), figures.items(), strict=False):
        with place:
            if key == "grades":
                narrowing(figure, key)
            elif key == "attainment":
                opening(figure, key, "level")
            else:
                open_marked(chart(figure, key=key, on_select="rerun"))
    draw_level(chosen, asked("level"))
    draw_three(chosen)
    explain(MEASURES)


def draw_level(chosen: Filters, level: str) -> None:
    """The indicators behind the dot that was clicked: a first level, or a second one of it."""
    dimension, _, facet = level.partition(" ")
    if not dimension:
        return
    rows = answer("attainment_lines", chosen, dimension=dimension, facet=facet)
    st.subheader(f"{' · '.join(filter(None, (dimension, facet)))}：丢分最多的指标")
    if rows.empty:
        st.caption("没有丢分的指标。")
        return
    table_in_words(rows, LINES, "attainment_lines", name="项目名称")
    st.caption(f"列出丢分最多的{count(len(rows))}个有得分的指标；不涉及和没有评分的不在内。点项目名称看它的自评表。")


def draw_three(chosen: Filters) -> None:
    """Stated, recomputed and by one rule for all, and what lies between them."""
    numbers = answer("three_scores_apart", chosen).iloc[0]
    number = int(numbers["projects"])
    rows = answer("three_scores", chosen, part=Part(THREE, MOST, foremost="score_spread" if number > MOST else ""))
    st.subheader("自评、重算、统一口径：差在哪里")
    if numbers["common_scored"]:
        widest = _widest(chosen, rows if number > MOST else rows.head(0))
        open_marked(chart(three_scores(widest, numbers, source(chosen)), key="three_scores", on_select="rerun"))
    with st.expander(f"逐个项目（{count(number)}个）"):
        html_table(gap_rows(rows), HEADINGS, numbers=range(1, len(HEADINGS)), links=[project_link(each) for each in rows["project_id"]])
        st.caption(f"没有评分的指标只给上下限，不按零分计，也不取平均。{f'只列相差最多的{count(MOST)}个，导出的是全部。' if number > MOST else ''}")
    download_table("导出三种得分", later("three_scores", chosen), THREE[1:], "three_scores", chosen)


def _widest(chosen: Filters, listed: pandas.DataFrame) -> pandas.DataFrame:
    """The projects whose known scores lie farthest apart: asked for only where those listed, farthest first, are too few."""
    known = listed[listed["score_stated"].notna() & listed["score_common"].notna()].head(WIDEST)
    return known if len(known) == WIDEST else answer("three_scores", chosen, part=Part(THREE, WIDEST, where=KNOWN, foremost="score_spread"))


def measures(totals: Any) -> list[tuple[str, str, str]]:
    """The key figures of the scores in words, each with what it rests on."""
    return [
        ("mean", score(totals["mean"]), f"{count(totals['scored'])}个有总分的项目"),
        ("median", score(totals["median"]), f"{score(totals['lowest'])} 至 {score(totals['highest'])}"),
        ("mean_weighted", score(totals["mean_weighted"]), "按预算加权，只含计入合计的项目"),
        ("unscored", count(totals["unscored"]), "不按零分计"),
    ]


def drawn(chosen: Filters, scored: bool, scored_indicators: bool) -> Iterator[tuple[str, Figure]]:
    """The charts that have something to show; what has no scores at all is said in the sentence above them."""
    under = source(chosen)
    grades = answer("grades", chosen, by="department")
    if scored:
        projects, every = score_strips(chosen, grades, charts.MOST_DEPARTMENTS)
        yield "totals", charts.totals(projects, under, every)
        points, whole = score_points(chosen, THRESHOLD)
        yield "score_against_execution", charts.score_against_execution(points, THRESHOLD, under, whole)
    if scored_indicators:
        yield "attainment", charts.attainment(answer("attainment", chosen), answer("attainment_dimension", chosen), under)
    if len(grades):
        yield "grades", charts.grades(grades, under)


draw()
