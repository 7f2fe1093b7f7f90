"""区际对比, like with like: departments of one function over the districts, and what a department is for, put right by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas
import streamlit as st

from analytics.charts.classes import class_rows, classes
from analytics.compare.classes import FUNCTIONS, by_group, coverage, groups_sentence
from analytics.compare.figures import drawn_from, sums_of
from analytics.compare.functions import JUDGES, FunctionBook, function_names, function_of, rates_by_function, summed_by_function, with_functions
from analytics.errors import LensError
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from pages._identity import identity
from pages._links import plain_markdown
from pages._marks import open_projects
from pages._points import drawn_projects
from pages._shared import answer, chart, current, download, escaped, html_table, store

COLUMNS = ["function", "department", "district", "counted", "budget", "executed", "execution_rate", "backwards", "backwards_budget", "budget_share"]
NOTE = "职能按部门名称中的词认定，词表随程序保存，可在这里更正；只列两个以上的区都有的职能，“其他”不算一种。按职能排列，不代表名次。"


def draw_functions(wanted: Filters, names: Sequence[str], under: str) -> None:
    """One sentence, the picture, the table, how it was made; and the functions themselves."""
    decided = FunctionBook(store()).decided()
    departments = with_functions(answer("compare_departments", wanted), decided)
    groups = summed_by_function(departments)
    sums = rates_by_function(with_functions(answer("figure_years", wanted), decided))
    projects = drawn_projects(wanted, drawn_from(sums_of(sums, FUNCTIONS.column), names))
    rows = by_group(groups, sums, with_functions(projects, decided), names, FUNCTIONS)
    said = groups_sentence(rows, coverage(groups, names, FUNCTIONS), groups, FUNCTIONS)
    st.subheader("同职能的部门相比")
    st.html(f'<p class="lens-finding">{escaped(said)}</p>')
    if rows:
        chart(classes(rows, names, under, FUNCTIONS), key="compare_functions", on_select="rerun")
        open_projects("compare_functions", wanted, FUNCTIONS.column)
        html_table(class_rows(rows, names), ["部门职能", *names, "能否比较"])
    _draw_known(list(departments["department"].unique()), decided)
    st.caption(NOTE)
    words, version = wanted.words(), current().version
    download("导出同职能部门对比", lambda: _workbook(departments[COLUMNS], words, version, said), "同职能部门对比.xlsx")


def _draw_known(departments: Sequence[str], decided: Mapping[str, str]) -> None:
    """Which department is taken for what, and why; an auditor may say otherwise."""
    known = [function_of(name, decided) for name in departments]
    with st.expander(f"各部门的职能（{len(known)}个部门）"):
        html_table([[one.department, one.function, one.basis] for one in known], ["预算部门", "部门职能", "依据"])
        if identity().role not in JUDGES:
            st.caption("审计人员可以更正。")
            return
        names = function_names()
        department = st.selectbox("部门", departments, key="function_department")
        chosen = st.selectbox("职能", names, index=names.index(function_of(department, decided).function), key=f"function_{department}")
        with st.container(horizontal=True):
            if st.button("认定", key="function_save", disabled=chosen == function_of(department, decided).function):
                _decide(department, chosen, departments)
            if st.button("撤销认定，按名称归类", key="function_undo", disabled=department not in decided):
                _decide(department, None, departments)


def _decide(department: str, function: str | None, known: Sequence[str]) -> None:
    try:
        FunctionBook(store()).decide(department, function, identity(), known)
    except LensError as error:
        st.error(plain_markdown(str(error)))
        return
    st.rerun()


def _workbook(rows: pandas.DataFrame, words: str, version: str, said: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows, cards_of(COLUMNS, "compare_departments"), "同职能部门对比", words, version, [said, NOTE, "不宜用于排名。"])
