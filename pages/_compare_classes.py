"""区际对比, like with like: each class of project over the districts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.charts.classes import class_rows, classes
from analytics.compare.classes import CLASSES, by_group, coverage, groups_sentence
from analytics.compare.figures import drawn_from, sums_of
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from pages._marks import open_projects
from pages._points import drawn_projects
from pages._shared import answer, chart, current, download, escaped, html_table

COLUMNS = ["project_class", "district", "counted", "budget", "executed", "execution_rate", "median_rate", "backwards", "backwards_budget",
           "budget_share"]  # fmt: skip
NOTE = "类别按项目名称中的词归类，词表随程序保存，可在项目档案里更正；只列两个以上的区都有的类别，“其他”不算一类。按类别排列，不代表名次。"


def draw_classes(wanted: Filters, names: Sequence[str], under: str) -> None:
    """One sentence, the picture, the table, how it was made."""
    found = answer("compare_classes", wanted)
    sums = answer("class_sums", wanted)
    rows, covered = by_group(found, sums, drawn_projects(wanted, drawn_from(sums_of(sums, CLASSES.column), names)), names), coverage(found, names)
    said = groups_sentence(rows, covered, found)
    st.subheader("同类项目相比")
    st.html(f'<p class="lens-finding">{escaped(said)}</p>')
    if not rows:
        return
    chart(classes(rows, names, under), key="compare_classes", on_select="rerun")
    open_projects("compare_classes", wanted, CLASSES.column)
    html_table(class_rows(rows, names), ["项目类别", *names, "能否比较"])
    st.caption(NOTE)
    words, version = wanted.words(), current().version
    download("导出同类项目对比", lambda: _workbook(found, words, version, said), "同类项目对比.xlsx")


def _workbook(found: pandas.DataFrame, words: str, version: str, said: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook
    from analytics.reports.totals import TOTALS

    totals = TOTALS["compare_classes"]
    return table_workbook(found[COLUMNS], cards_of(COLUMNS, "compare_classes"), "同类项目对比", words, version, [said, NOTE, "不宜用于排名。"], totals=totals)
