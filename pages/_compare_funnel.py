"""区际对比: the funnel of projects, in place of a league table."""

from __future__ import annotations

import streamlit as st

from analytics.charts.funnel import funnel
from analytics.compare.funnel import funnel_of, funnel_sentence
from analytics.metrics import Filters
from pages._marks import open_marked
from pages._shared import answer, chart, escaped

METHOD = (
    "漏斗图（Spiegelhalter 2005）：预算越大，执行率偏离合计执行率的正常范围越窄。范围由线性化残差（执行数 − 合计执行率 × 预算数）的离散程度估计，"
    "两端各10%的极端值收缩后计算；执行率有上限，范围高出100%的部分没有意义。超出外侧界限只说明值得过问，不说明好坏。"
)


def draw_funnel(wanted: Filters, under: str) -> None:
    """One sentence, the picture, how it was made; the table is that of the projects (执行率)."""
    rows = answer("compare_rates", wanted)
    if rows.empty:
        return
    found = funnel_of(rows)
    st.subheader("哪些项目值得过问")
    st.html(f'<p class="lens-finding">{escaped(funnel_sentence(found, rows))}</p>')
    open_marked(chart(funnel(found, rows, under), key="compare_funnel", on_select="rerun"))
    st.caption(METHOD)
