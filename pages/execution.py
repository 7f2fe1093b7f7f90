"""执行率: which projects did not spend their budget?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas
import streamlit as st

from analytics.charts import execution as charts
from analytics.charts.labels import cut
from analytics.metrics import Filters, Part
from analytics.metrics.backwards import backwards_sentence
from analytics.metrics.cards import cards_of
from analytics.reports.table_workbook import table_workbook
from analytics.reports.totals import TOTALS
from analytics.wording import count, money, percent
from pages._export import download_table
from pages._marks import narrowing, open_marked, source
from pages._paged import paged
from pages._points import DEPARTMENTS, rate_points
from pages._shared import answer, chart, current, download, escaped, explain, filters, how_many, is_empty, later, page, table
from pages._words import table_in_words

COLUMNS = [
    "name", "execution_rate", "budget_base", "unspent", "deviation_reason", "department", "executed", "score_stated", "standing",
    "unit_status", "district", "fiscal_year", "initial_budget", "revised_budget",
]  # fmt: skip
# Pixels: what decides (up to the department) fits a window of 1,440 without scrolling.
WIDTHS = {"name": 262, "execution_rate": 70, "budget_base": 118, "executed": 132, "unspent": 132, "department": 190, "deviation_reason": 280}
MOST_WITHOUT = 200  # projects without a rate that the page lists
UNITS = {"stated": "按表所写", "proven": "已印证", "corrected": "已更正", "suspect": "存疑"}
MEASURES = ["budget_base", "executed", "execution_rate", "unspent", "below", "standing", "deviation_reason"]


def draw() -> None:
    page("执行率", "哪些项目没有把预算用完，差多少？")
    if is_empty():
        return
    chosen = filters()
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        threshold = choose_threshold()
    below = replace(chosen, rate_max=threshold if chosen.rate_max is None else min(threshold, chosen.rate_max))
    with right:
        say_below(answer("summary", below).iloc[0], threshold)
    if not answer("summary", chosen).iloc[0]["projects"]:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    say_backwards(chosen)
    draw_charts(chosen, threshold)
    draw_table(chosen, below, threshold)
    draw_without_rate(chosen)
    explain(MEASURES)


def choose_threshold() -> float:
    """The threshold as a ratio, kept in the address."""
    chosen = st.slider("执行率低于", 0, 100, 80, step=1, format="%d%%", key="threshold", bind="query-params", persist_state="session")
    return chosen / 100


def say_below(below: pandas.Series, threshold: float) -> None:
    words = f"低于{percent(threshold)}：{count(below['projects'])}个项目"
    if below["projects"]:
        words += f"，涉及预算 {money(below['budget'])}，未执行 {money(below['unspent'])}"
    st.html(f'<p class="lens-finding">{escaped(words)}。</p>')


def say_backwards(chosen: Filters) -> None:
    """Where budgets look as if written after the spending the rate says nothing: which departments, and why."""
    words = backwards_sentence(answer("summary", chosen, by="department", part=DEPARTMENTS))
    if words:
        st.caption(words)


def draw_charts(chosen: Filters, threshold: float) -> None:
    under = source(chosen)
    left, right = st.columns([5, 6])
    with left:
        narrowing(charts.distribution(answer("execution_distribution", chosen), threshold, under), "distribution", "rate")
    with right:
        points, whole = rate_points(chosen, replace(chosen, rate_max=threshold))
        open_marked(chart(charts.budget_against_rate(points, threshold, under, whole), key="budget_against_rate", on_select="rerun"))


def draw_table(chosen: Filters, below: Filters, threshold: float) -> None:
    """The projects, those below the threshold unless all are asked for; the export holds the same rows and columns."""
    left, right = st.columns([3, 1], vertical_alignment="center")
    with right:
        everything = st.toggle("显示全部项目", key="all_projects", bind="query-params", persist_state="session", help="关闭时只列出低于阈值的项目")
    shown = chosen if everything else below
    with left:
        found = paged("execution_list", shown, ["project_id", *COLUMNS], "projects")
    table(shortened(listed(found.rows)), cards_of(COLUMNS, "execution_list"), key="projects", search=False, widths=WIDTHS)
    st.caption(f"{found.words('个项目')}；点任意一行打开项目档案。")
    words, version = f"{shown.words()} · 含“{found.typed}”" if found.typed else shown.words(), current().version
    download("导出当前表格", lambda: workbook(listed(found.everything()), words, version, threshold), f"执行率_{date.today():%Y%m%d}.xlsx")


def listed(projects: pandas.DataFrame) -> pandas.DataFrame:
    """The columns of the table, codes in words."""
    return projects[["project_id", *COLUMNS]].assign(unit_status=projects["unit_status"].map(UNITS))


def shortened(rows: pandas.DataFrame) -> pandas.DataFrame:
    """Reasons as far as a column shows them; the export has them whole."""
    return rows.assign(deviation_reason=rows["deviation_reason"].map(lambda reason: cut(reason, 40), na_action="ignore"))


def workbook(rows: pandas.DataFrame, words: str, version: str, threshold: float) -> bytes:
    """The rows as shown, with what they are; made when the button is pressed, outside the session, so all it needs is handed in."""
    below = f"阈值 {percent(threshold)}，严格低于才算低于，等于不算。"
    notes = [below, "没有执行率的项目不按零计，见页面所列原因。", "偏差原因是自评表的原文，由单位自行填写。"]
    return table_workbook(rows[COLUMNS], cards_of(COLUMNS, "execution_list"), "项目执行率", words, version, notes, totals=TOTALS["execution_list"])


def draw_without_rate(chosen: Filters) -> None:
    """Projects without a rate stand apart with the reason: they are not at zero."""
    shown = replace(chosen, rate_min=None, rate_max=None)
    number = how_many("without_rate", shown)
    if not number:
        return
    columns = ["name", "department", "fiscal_year", "label"]
    st.subheader(f"没有执行率的项目（{count(number)}个）")
    table_in_words(answer("without_rate", shown, part=Part(("project_id", *columns), MOST_WITHOUT)), columns, "without_rate", name="项目名称")
    if number > MOST_WITHOUT:
        st.caption(f"只列前{count(MOST_WITHOUT)}个，导出的是全部。")
    download_table("导出没有执行率的项目", later("without_rate", shown), columns, "without_rate", chosen)


draw()
