"""预决算差异: what happened between the budget of January and the money spent?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas
import streamlit as st

from analytics.charts import variance as charts
from analytics.charts.accounts import line_key
from analytics.charts.standing import standings
from analytics.metrics import Filters, Part
from analytics.metrics.cards import cards_of
from analytics.wording import amount, change, count, growth, listed, money
from pages._address import asked
from pages._cells import draw_cells
from pages._export import download_table
from pages._marks import open_marked, opening, source
from pages._paged import paged
from pages._points import moved_projects
from pages._shared import (
    answer,
    chart,
    current,
    download,
    escaped,
    explain,
    filters,
    how_many,
    html_table,
    is_empty,
    later,
    measure_row,
    page,
    project_link,
    table,
)
from pages._variance_parts import draw_parts
from pages._variance_pefa import draw_pefa
from pages._words import table_in_words

ACCOUNTS = "部门决算表（一般公共预算财政拨款支出）"
PROJECT_COLUMNS = [
    "name", "fiscal_year", "initial_budget", "revision", "revised_budget", "executed", "outturn_difference", "outturn_deviation",
    "department", "rate_on_initial", "execution_rate", "standing",
]  # fmt: skip
# Pixels: what tells the difference (up to its rate) fits a window of 1,440 without scrolling.
WIDTHS = {"name": 230, "fiscal_year": 52, "department": 196}
BASE_COLUMNS = [
    "department", "fiscal_year", "initial_budget", "final_accounts", "outturn_deviation",
    "revised_budget", "executed", "deviation_on_revised", "outturn_deviation_stated", "deviation_standing",
]  # fmt: skip
LEFT_OUT_COLUMNS = ["name", "department", "fiscal_year", "reason", "initial_budget", "revised_budget", "executed"]
MOST_DEPARTMENTS = 6
MOST_LEFT_OUT = 200
MOST_OF_STEP = 10


def draw() -> None:
    page("预决算差异", "从年初预算到执行和决算，变了多少，变在哪里？")
    if is_empty():
        return
    chosen = filters()
    levels = {"项目层面": draw_projects, "部门层面": draw_departments}
    level = st.segmented_control(
        "层面", list(levels), default="项目层面", required=True, key="variance_level", bind="query-params", label_visibility="collapsed"
    )
    levels[level or "项目层面"](chosen)


# ---- projects


def draw_projects(chosen: Filters) -> None:
    steps = answer("variance_steps", chosen)
    row = steps.iloc[0]
    if not row["projects"] + row["left_out"]:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    said = f"口径：自评表年度资金总额；基数：年初预算数。计入{count(row['projects'])}个三项金额齐全的项目"
    years = f"，合并了{count(row['years'])}个年度" if row["years"] > 1 else ""
    st.caption(f"{said}{years}，另有{count(row['left_out'])}个未计入（见下）。")
    if row["projects"]:
        measure_row(_measures(row), standings(row))
    left, right = st.columns([5, 6])
    with left:
        step = opening(charts.steps(steps, source(chosen)), "variance_steps", "step")
    moved, numbers = moved_projects(chosen, charts.MOST_PROJECTS)
    with right:
        open_marked(chart(charts.projects(moved, source(chosen), numbers), key="variance_projects", on_select="rerun"))
    if step in charts.STEPS:
        part = Part(("project_id", "name", "department", "fiscal_year", charts.STEPS[step]))
        _draw_step(step, charts.largest_of(step, answer("variance_projects", chosen, part=part)))
    if row["projects"]:
        draw_parts(chosen)
    _draw_left_out(chosen)
    _draw_table(chosen)
    explain(["initial_budget", "revision", "revised_budget", "unspent", "outturn_deviation", "rate_on_initial"])


def _measures(row: pandas.Series) -> list[tuple[str, str, str | None]]:
    same = f"{count(row['projects'])}个项目"
    return [
        ("initial_budget", money(row["initial_budget"]), same),
        ("revision", change(row["revision"]), f"{count(row['revised_projects'])}个项目有调整，{growth(row['revision_rate'])}"),
        ("revised_budget", money(row["revised_budget"]), same),
        ("executed", money(row["executed"]), f"未执行 {money(row['unspent'])}"),
        ("outturn_deviation", growth(row["outturn_deviation"]), "以年初预算数为基数"),
    ]


def _draw_step(step: str, rows: pandas.DataFrame) -> None:
    """The largest projects of the step that was clicked; all of them stand in the table below."""
    st.subheader(f"{step}由哪些项目构成")
    st.caption(f"{count(len(rows))}个项目，按金额大小排列{f'，列出前{count(MOST_OF_STEP)}个，其余见下面的“逐项差异”' if len(rows) > MOST_OF_STEP else ''}。")
    shown = rows.head(MOST_OF_STEP)
    html_table(
        [[row["name"], row["department"], str(row["fiscal_year"]), amount(row[charts.STEPS[step]])] for row in shown.to_dict("records")],
        ["项目", "部门", "年度", f"{step}（万元）"],
        numbers=(3,),
        links=[project_link(project_id) for project_id in shown["project_id"]],
    )


def _draw_left_out(chosen: Filters) -> None:
    number = how_many("variance_left_out", chosen)
    if not number:
        return
    st.subheader(f"未计入的项目（{count(number)}个）")
    table_in_words(answer("variance_left_out", chosen, part=Part(("project_id", *LEFT_OUT_COLUMNS), MOST_LEFT_OUT)), LEFT_OUT_COLUMNS, "variance_left_out")
    if number > MOST_LEFT_OUT:
        st.caption(f"只列前{count(MOST_LEFT_OUT)}个，导出的是全部。")
    download_table("导出未计入的项目", later("variance_left_out", chosen), LEFT_OUT_COLUMNS, "variance_left_out", chosen)


def _draw_table(chosen: Filters) -> None:
    st.subheader("逐项差异")
    found = paged("variance_projects", chosen, ["project_id", *PROJECT_COLUMNS], "variance_table")
    table(found.rows, cards_of(PROJECT_COLUMNS, "variance_projects"), key="variance_table", search=False, widths=WIDTHS)
    st.caption(f"{found.words('个有年初预算数的项目')}，按差额大小排列；点任意一行打开项目档案。")
    words, version = f"{chosen.words()} · 含“{found.typed}”" if found.typed else chosen.words(), current().version
    download("导出当前表格", lambda: _workbook(found.everything(), words, version), f"预决算差异_{date.today():%Y%m%d}.xlsx")


def _workbook(rows: pandas.DataFrame, words: str, version: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook
    from analytics.reports.totals import TOTALS

    notes = ["口径：自评表年度资金总额；预决算差异率以年初预算数为基数。", "年初预算数空白或金额单位存疑的项目不在表内。"]
    cards, totals = cards_of(PROJECT_COLUMNS, "variance_projects"), TOTALS["variance_projects"]
    return table_workbook(rows[PROJECT_COLUMNS], cards, "项目预决算差异", words, version, notes, totals=totals)


# ---- departments


def draw_departments(chosen: Filters) -> None:
    lines = answer("variance_classes", chosen)
    if lines.empty:
        st.info("当前范围内没有部门决算表。部门决算表导入后，这里按功能分类比较年初预算和决算。")
        return
    st.caption(
        "口径：一般公共预算财政拨款支出；基数：年初预算数。决算表没有印年初预算数，由“决算数 − 比年初预算增减额”推算。"
        "资金规模和执行率筛选只用于项目，不影响本页。"
    )
    groups = list(lines.groupby(["department", "fiscal_year"], sort=False))
    if len(groups) > MOST_DEPARTMENTS:
        st.caption(f"共{count(len(groups))}个部门年度，先画前{count(MOST_DEPARTMENTS)}个；请用上方筛选选取部门。")
    _draw_classes(groups[:MOST_DEPARTMENTS])
    _draw_origin(lines, asked("line"))
    _draw_lines(lines)
    download_table("导出功能分类差异", lines, [name for name in lines.columns if not name.endswith("_id")], "variance_classes", chosen)
    departments = answer("variance_departments", chosen)
    _draw_bases(departments)
    download_table("导出部门差异率", departments, BASE_COLUMNS, "variance_departments", chosen)
    whole = replace(chosen, years=(), budget_min=None, budget_max=None, rate_min=None, rate_max=None, search="")
    draw_pefa(answer("variance_classes", whole), answer("compare_offered", whole))
    explain(["initial_budget", "final_accounts", "variance_amount", "outturn_deviation", "variance_standing", "deviation_on_revised"])


def _draw_classes(groups: list[tuple[tuple[str, int], pandas.DataFrame]]) -> None:
    """Two departments a row, each with its own scale; under them the cell of the class whose bar was clicked."""
    places = st.columns(2)
    for at, ((department, year), own) in enumerate(groups):
        with places[at % 2]:
            st.subheader(f"{department}（{year}年度）")
            opening(charts.classes(own, f"来源：{ACCOUNTS}\n{department}，{year}年度；数据版本 {current().version}"), f"classes_{department}_{year}", "line")


def _draw_origin(lines: pandas.DataFrame, picked: str) -> None:
    """The cell of a class on its sheet."""
    clicked = next((row for row in lines.to_dict("records") if line_key(row) == picked), None)
    if clicked is None:
        return
    own = answer("account_lines", Filters(years=(int(clicked["fiscal_year"]),), departments=(clicked["department"],)))
    found = own[own["line_number"] == clicked["line_number"]].to_dict("records")[:1]
    draw_cells(f"原表：{clicked['name']} {money(clicked['final_accounts'])}", found, clicked["name"])


def _draw_lines(lines: pandas.DataFrame) -> None:
    st.subheader("按功能分类：年初预算与决算")
    html_table(
        charts.class_rows(lines),
        ["部门", "年度", "科目", "层级", "年初预算数（推算）", "决算数", "差额（万元）", "差异率（重算）", "差异率（所述）", "印证"],
        numbers=range(4, 10),
    )
    wrong = lines[lines["variance_standing"] == "有矛盾"]
    zero = lines[lines["zero_base"].fillna(False).astype(bool)]
    for words, rows in (("所述差异率与金额不符", wrong), ("年初为零，没有可比的增减率", zero)):
        if len(rows):
            st.caption(f"{words}：{listed(list(rows['name']), 5)}")


def _draw_bases(departments: pandas.DataFrame) -> None:
    st.subheader("部门预决算差异率：所述与重算")
    table_in_words(
        departments, BASE_COLUMNS, "variance_departments", initial_budget="年初预算（推算）", outturn_deviation="重算（年初预算为基数）",
        executed="支出总数", deviation_on_revised="重算（全年预算为基数）", outturn_deviation_stated="所述差异率", deviation_standing="印证",
    )  # fmt: skip
    wrong = departments[departments["deviation_standing"] == "有矛盾"]
    for row in wrong.to_dict("records"):
        recomputed = f"按年初预算为{growth(row['outturn_deviation'])}、按全年预算为{growth(row['deviation_on_revised'])}"
        words = f"{row['department']}所述{growth(row['outturn_deviation_stated'])}，{recomputed}，都不相符。"
        st.html(f'<p class="lens-finding">{escaped(words)}</p>')


draw()
