"""区际对比: figures of the same departments over years, and which projects of different years are one."""

from __future__ import annotations

from dataclasses import replace

import pandas
import streamlit as st

from analytics.charts.trends import trends
from analytics.compare.trends import MEASURES, drawn, moves, trend_rows, trend_sentence, trend_title, trends_of
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from pages._compare_links import draw_links
from pages._marks import open_execution
from pages._shared import answer, chart, current, download, escaped, html_table

GROUPS = {"按区": "district", "按部门": "department"}
COLUMNS = ["fiscal_year", "departments", "projects", "counted", "budget", "executed", "execution_rate", "backwards", "score_mean", "scored", "recomputed_mean",
           "recomputed", "common_mean", "common_scored"]  # fmt: skip
HEADINGS = ["年度", "部门数", "项目数", *(measure.label for measure in MEASURES)]
NOTE = (
    "按区看时只含这个区每个年度都有自评表的部门，中途进入或退出的部门不算，另列。两头两个年度用学生化置换检验（Chung、Romano 2013）判断能否分出高低，"
    "少于10个项目的年度不作判断；预算疑为倒填的项目不参与执行率的判断。项目的批次每年不同，历年之差不全是执行好坏之差。"
)


def draw_trends(wanted: Filters, under: str) -> None:
    """One sentence, the picture, the table, what came and went, how it was made; then the links between projects."""
    st.subheader("同样的部门，历年怎样变化")
    left, right = st.columns([1, 3])
    picked = left.segmented_control("分组", list(GROUPS), default="按区", required=True, key="trend_by", bind="query-params", label_visibility="collapsed")
    labels = [measure.label for measure in MEASURES]
    asked = right.segmented_control("指标", labels, default=labels[0], required=True, key="trend_measure", bind="query-params", label_visibility="collapsed")
    by, measure = GROUPS[picked or "按区"], MEASURES[labels.index(asked or labels[0])]
    departments = answer("trend_departments", wanted)
    rows = answer("trends", wanted, by=by) if by == "district" else departments
    sums = answer("figure_years", wanted, figure=measure.tested or "execution_weighted")
    found = trends_of(rows, by, measure, departments, sums, lambda names: answer("compared_projects", replace(wanted, **{f"{by}s": tuple(names)})))
    said, gone = trend_sentence(found, measure), moves(departments)
    st.html(f'<p class="lens-finding">{escaped(said)}</p>')
    if any(trend.several for trend in found):
        shown = drawn(found)
        chart(trends(shown, measure, trend_title(shown, measure), under), key="compare_trends", on_select="rerun")
        open_execution("compare_trends", wanted, by, "year")
        html_table(trend_rows(shown), [(picked or "按区").removeprefix("按"), *HEADINGS], numbers=range(2, 4 + len(MEASURES)))
        if by == "district" and gone:
            st.html("".join(f"<p>{escaped(each)}；不在比较之内。</p>" for each in gone))
        st.caption(NOTE)
        words, version = wanted.words(), current().version
        download("导出历年变化", lambda: _workbook(rows[[by, *COLUMNS]], words, version, [said, *gone, NOTE, "不宜用于排名。"]), "历年变化.xlsx")
    draw_links(wanted)


def _workbook(rows: pandas.DataFrame, words: str, version: str, notes: list[str]) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows, cards_of(rows.columns, "trends"), "历年变化", words, version, notes)
