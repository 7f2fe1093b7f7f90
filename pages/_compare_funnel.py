"""区际对比: the funnel of projects, in place of a league table."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.charts.funnel import funnel
from analytics.compare.funnel import beside_limits, funnel_sentence
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from pages._marks import open_marked
from pages._points import funnel_points
from pages._shared import chart, current, download, escaped, later

COLUMNS = ["name", "district", "department", "fiscal_year", "budget_base", "executed", "execution_rate", "backwards", "limit"]
METHOD = (
    "漏斗图（Spiegelhalter 2005）：预算越大，执行率偏离合计执行率的正常范围越窄。范围由线性化残差（执行数 − 合计执行率 × 预算数）的离散程度估计，"
    "两端各10%的极端值收缩后计算；执行率有上限，范围高出100%的部分没有意义。超出外侧界限只说明值得过问，不说明好坏。"
)


def draw_funnel(wanted: Filters, under: str) -> None:
    """One sentence, the picture, how it was made, the table to take away."""
    found, rows, numbers = funnel_points(wanted)
    if rows.empty:
        return
    st.subheader("哪些项目值得过问")
    st.html(f'<p class="lens-finding">{escaped(funnel_sentence(found, rows, numbers))}</p>')
    open_marked(chart(funnel(found, rows, under, numbers), key="compare_funnel", on_select="rerun"))
    st.caption(METHOD)
    words, version, said = wanted.words(), current().version, funnel_sentence(found, rows, numbers)
    everything = later("compare_rates", wanted)
    download("导出逐个项目", lambda: _workbook(beside_limits(found, everything()), words, version, said), "逐个项目执行率.xlsx")


def _workbook(rows: pandas.DataFrame, words: str, version: str, said: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows[COLUMNS], cards_of(COLUMNS, "compare_rates"), "逐个项目执行率", words, version, [said, METHOD, "不宜用于排名。"])
