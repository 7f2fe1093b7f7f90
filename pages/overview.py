"""总览: how did the money perform?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.charts import overview as charts
from analytics.charts.standing import standings
from analytics.metrics import Filters
from analytics.metrics.backwards import backwards_sentence
from analytics.metrics.sentences import overview_sentence
from analytics.wording import count, money, rate, score
from pages._away import draw_dashboard
from pages._export import download_table
from pages._identity import identity
from pages._marks import open_marked, source
from pages._shared import answer, chart, escaped, explain, filters, is_empty, measure_row, page
from pages._words import table_in_words

MEASURES = ["projects", "budget", "executed", "unspent", "execution_rate", "score_mean", "below", "in_doubt"]


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


def measures(summary: Any) -> list[tuple[str, str, str]]:
    """The key figures in words, each with what it leaves out."""
    left_out = f"不含{count(summary['not_counted'])}个金额未能认定的项目" if summary["not_counted"] else "所有项目都已计入"
    no_rate = f"另有{count(summary['zero_budget'])}个预算为零，无执行率" if summary["zero_budget"] else left_out
    unscored = f"不含{count(summary['unscored'])}个没有总分的项目" if summary["unscored"] else "所有项目都有总分"
    return [
        ("projects", count(summary["projects"]), f"其中{count(summary['counted'])}个计入金额合计"),
        ("budget", money(summary["budget"]), left_out),
        ("executed", money(summary["executed"]), left_out),
        ("unspent", money(summary["unspent"]), left_out),
        ("execution_rate", rate(summary["execution_rate"]), no_rate),
        ("score_mean", score(summary["score_mean"]), unscored),
        ("below", count(summary["below"]), f"执行率低于80%，涉及预算 {money(summary['below_budget'])}"),
        ("in_doubt", count(summary["in_doubt"]), "单位更正或存疑、金额或得分矛盾、读取有误"),
    ]


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
    departments = answer("summary", chosen, by="department")
    left, right = st.columns(2)
    with left:
        chart(charts.department_execution(departments, below), key="department_execution")
        if words := backwards_sentence(departments):
            st.caption(words)
    with right:
        open_marked(chart(charts.largest_unspent(answer("project_list", chosen), below), key="largest_unspent", on_select="rerun"))
    open_marked(chart(charts.money_tree(answer("money_tree", chosen), below), key="money_tree", on_select="rerun"))


draw()
