"""总览: how did the money perform?"""

from __future__ import annotations

import streamlit as st

from analytics.charts import overview as charts
from analytics.charts.standing import standings
from analytics.metrics import Filters
from analytics.metrics.backwards import backwards_sentence
from analytics.metrics.sentences import overview_sentence
from analytics.wording import count
from pages._away import draw_dashboard
from pages._export import download_table
from pages._identity import identity
from pages._key_figures import MEASURES, measures
from pages._marks import narrowing, open_marked, source
from pages._points import DEPARTMENTS, unspent_projects
from pages._shared import answer, chart, escaped, explain, filters, is_empty, measure_row, page
from pages._words import table_in_words


def draw() -> None:
    page("总览", "钱花得怎么样，哪些项目需要过问？")
    if is_empty():
        return
    chosen = filters()
    totals = answer("summary", chosen)
    summary = totals.iloc[0]
    if not summary["projects"]:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    st.html(f'<p class="lens-finding">{escaped(overview_sentence(totals, answer("standouts", chosen)))}</p>')
    measure_row(measures(summary), standings(summary))
    list_in_doubt(int(summary["in_doubt"]), chosen)
    draw_charts(chosen)
    with st.container(horizontal=True):
        explain(MEASURES)
        draw_dashboard(chosen, identity())


def list_in_doubt(number: int, chosen: Filters) -> None:
    """Which projects are in doubt and why, each leading to its dossier."""
    if not number:
        return
    with st.expander(f"存疑项目：哪{count(number)}个，为什么"):
        rows = answer("in_doubt", chosen)
        table_in_words(rows, ["name", "department", "fiscal_year", "doubt"], "in_doubt", name="项目名称")
        download_table("导出存疑项目", rows, ["name", "department", "fiscal_year", "doubt"], "in_doubt", chosen)
        if len(rows) < number:
            st.caption(f"按预算从大到小列出前{count(len(rows))}个，共{count(number)}个。")


def draw_charts(chosen: Filters) -> None:
    below = source(chosen)
    departments = answer("summary", chosen, by="department", part=DEPARTMENTS)
    left, right = st.columns(2)
    with left:
        narrowing(charts.department_execution(departments, below), key="department_execution")
        if words := backwards_sentence(departments):
            st.caption(words)
    with right:
        rows, whole = unspent_projects(chosen, charts.MOST_UNSPENT)
        open_marked(chart(charts.largest_unspent(rows, below, whole=whole), key="largest_unspent", on_select="rerun"))
    open_marked(chart(charts.money_tree(answer("money_tree", chosen), below), key="money_tree", on_select="rerun"))


draw()
