"""预决算差异: the deviation taken apart by department or class of project, with the reasons that the forms give."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.charts.variance_parts import part_row, parts, parts_sentence
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from pages._links import page_link
from pages._marks import narrowing, open_kind, source
from pages._shared import answer, chart, current, download, escaped, html_table
from pages._words import table_in_words

GROUPS = {"按部门": "department", "按项目类别": "project_class"}
HEADINGS = ["项目数", "年初预算数", "结转增加", "年中调整", "没有花完", "执行数", "差额", "差异率"]
COLUMNS = ["projects", "moved", "initial_budget", "carry_over", "carry_over_added", "in_year_change", "unspent", "executed", "outturn_difference",
           "outturn_deviation", "years"]  # fmt: skip
REASONS = ["name", "department", "project_class", "fiscal_year", "outturn_difference", "in_year_change", "unspent", "deviation_reason"]
NOTE = (
    "差额 ＝ 结转增加 ＋ 年中调整 − 没有花完，基数为年初预算数。结转增加：全年预算中的上年结转减去年初预算已列的上年结转；"
    "年中调整：全年预算数减年初预算数，再减结转增加；没有花完：全年预算数减执行数。只含三项金额齐全的项目，年度合并时为各年相加。"
)


def draw_parts(chosen: Filters) -> None:
    """One sentence, the picture, the table, the reasons, how it was made."""
    st.subheader("差额从哪里来")
    st.html(f'<p class="lens-finding">{escaped(parts_sentence(answer("variance_parts", chosen)))}</p>')
    picked = st.segmented_control("分组", list(GROUPS), default="按部门", required=True, key="variance_by", bind="query-params", label_visibility="collapsed")
    by = GROUPS[picked or "按部门"]
    rows = answer("variance_parts", chosen, by=by)
    if by == "department":
        narrowing(parts(rows, by, source(chosen)), "variance_parts_department")
    else:
        chart(parts(rows, by, source(chosen)), key="variance_parts", on_select="rerun")
        open_kind("variance_parts", by)
    links = [_group_link(by, row[by]) for row in rows.to_dict("records")]
    html_table([part_row(row, by) for row in rows.to_dict("records")], [(picked or "按部门").removeprefix("按"), *HEADINGS], range(1, 9), links)
    st.caption(f"金额单位：万元。{NOTE}")
    words, version = chosen.words(), current().version
    download("导出差额构成", lambda: _workbook(rows[[by, *COLUMNS]], words, version), "预决算差额构成.xlsx")
    _draw_reasons(answer("variance_reasons", chosen))


def _group_link(by: str, group: object) -> str:
    """The projects of a group: a department alone on this page, a class in the list of projects."""
    return page_link("variance", {"department": str(group)}) if by == "department" else page_link("project", {by: str(group)})


def _workbook(rows: pandas.DataFrame, words: str, version: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook
    from analytics.reports.totals import TOTALS

    totals = TOTALS["variance_parts"]
    return table_workbook(rows, cards_of(rows.columns, "variance_parts"), "预决算差额构成", words, version, [NOTE, "缺一项金额的项目不在表内。"], totals=totals)


def _draw_reasons(rows: pandas.DataFrame) -> None:
    if rows.empty:
        return
    with st.expander(f"自评表说的原因（差额最大的{len(rows)}个项目）", expanded=False):
        table_in_words(rows, REASONS, "variance_reasons")
        st.caption("原因是自评表“偏差原因分析及改进措施”的原文，由单位自行填写，未必针对这笔差额；空白表示表上没有写。")
