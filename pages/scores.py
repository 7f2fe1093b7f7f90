"""得分分布: what scores are given, for what, and do they follow the money?"""

from __future__ import annotations

import streamlit as st

from analytics.charts import scores as charts
from analytics.metrics import Filters
from analytics.metrics.sentences import scores_sentence
from pages._marks import open_marked, source
from pages._shared import answer, chart, escaped, explain, filters, is_empty, page

THRESHOLD = 0.8
MEASURES = ["score_stated", "grade", "attainment", "scored", "unscored", "execution_rate"]


def draw() -> None:
    page("得分分布", "分数打得怎么样，跟着钱走了吗？")
    if is_empty():
        return
    chosen = filters()
    totals, grades, attainment = answer("score_summary", chosen), answer("grades", chosen), answer("attainment_dimension", chosen)
    st.html(f'<p class="lens-finding">{escaped(scores_sentence(totals, grades, attainment))}</p>')
    if totals.iloc[0]["scored"] or totals.iloc[0]["unscored"]:
        draw_charts(chosen)
    explain(MEASURES)


def draw_charts(chosen: Filters) -> None:
    under = source(chosen)
    left, right = st.columns(2)
    with left:
        open_marked(chart(charts.totals(answer("project_list", chosen), under), key="totals", on_select="rerun"))
        chart(charts.attainment(answer("attainment", chosen), answer("attainment_dimension", chosen), under), key="attainment")
    with right:
        against = charts.score_against_execution(answer("score_against_execution", chosen), THRESHOLD, under)
        open_marked(chart(against, key="score_against_execution", on_select="rerun"))
        chart(charts.grades(answer("grades", chosen, by="department"), under), key="grades")


draw()
