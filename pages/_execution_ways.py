"""Which execution rate? All that the figures of one department and year give, each with its parts, and the one its report used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas
import streamlit as st

from analytics.charts import accounts as charts
from analytics.metrics import Filters, Part
from analytics.metrics.cards import cards_of
from analytics.metrics.sentences import ways_sentence
from analytics.wording import amount, count, rate
from pages._cells import draw_cells
from pages._links import page_link
from pages._marks import opening
from pages._shared import answer, current, download, escaped, how_many, html_table, project_link

HEADINGS = ["算法", "执行率", "与所述之差（百分点）", "报告", "分子（万元）", "分子出处", "分母（万元）", "分母出处"]
COLUMNS = ["way", "numerator", "numerator_source", "denominator", "denominator_source", "execution_rate", "execution_rate_stated", "rate_gap", "used"]
PARTS = ("numerator", "denominator")
PROJECTS = Part(("project_id", "name", "budget_base", "executed", "execution_rate"), 12, where=(("budget_base", ">", 0.0),), foremost="budget_base")
NOTES = [
    "同一个部门的几个执行率分子、分母口径不同，不能互相比较，引用时须写明是哪一个。",
    "公开项目：计入合计的项目自评表，加上只在绩效报告中写到的项目。",
    "报告所用：最接近报告所述执行率的一种算法。",
]


def draw_ways(chosen: Filters) -> None:
    """One sentence, the picture, what a clicked dot is made of, the table, how it was made; nothing where no rate can be reckoned."""
    rows = answer("execution_ways", chosen)
    if rows.empty:
        return
    st.subheader("哪个执行率？")
    st.html(f'<p class="lens-finding">{escaped(ways_sentence(rows))}</p>')
    under = f"来源：部门决算表、部门整体绩效表、项目自评表\n范围：{chosen.words()}；数据版本 {current().version}"
    picked = opening(charts.ways(rows, under), "execution_ways", "way")
    for row in rows[rows["way"] == picked].to_dict("records"):
        _draw_parts(row, chosen)
    html_table([charts.way_row(row) for row in rows.to_dict("records")], HEADINGS, numbers=(1, 2, 4, 6))
    st.caption("".join(NOTES))
    words, version = chosen.words(), current().version
    download("导出执行率算法", lambda: _workbook(rows, words, version), f"执行率算法_{words}.xlsx".replace(" · ", "_"))


def _draw_parts(row: Mapping[str, Any], chosen: Filters) -> None:
    """The cells of the numerator and the denominator of one way; where it is a sum of projects, these."""
    said = f"{row['way']}：{amount(row['numerator'])} ÷ {amount(row['denominator'])}"
    cells = [{name: row[f"{part}_{name}"] for name in ("file", "sheet", "cell")} for part in PARTS if isinstance(row[f"{part}_cell"], str)]
    if cells:
        draw_cells(f"原表：{said}", cells, "分子和分母")
    else:
        _draw_projects(said, row["denominator_source"], chosen)


def _draw_projects(said: str, made_of: str, chosen: Filters) -> None:
    """The largest projects of a sum; those that only a report names stand in the table of claims below."""
    rows, whole = answer("project_list", chosen, part=PROJECTS), how_many("project_list", chosen)
    st.subheader(said)
    st.caption(f"{made_of}。自评表如下，按预算从大到小；只见于报告的项目见“报告所述项目与项目自评表”。")
    html_table(
        [[row["name"], amount(row["budget_base"]), amount(row["executed"]), rate(row["execution_rate"])] for row in rows.to_dict("records")],
        ["项目", "预算数（万元）", "执行数（万元）", "执行率"],
        numbers=(1, 2, 3),
        links=[project_link(project_id) for project_id in rows["project_id"]],
    )
    address = page_link("execution", {"department": chosen.departments, "year": chosen.years, "all_projects": "true"})
    st.html(f'<p class="lens-finding"><a href="{escaped(address)}" target="_self">看全部{count(whole)}个项目</a></p>')


def _workbook(rows: pandas.DataFrame, words: str, version: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows[COLUMNS], cards_of(COLUMNS, "execution_ways"), "哪个执行率", words, version, [ways_sentence(rows), *NOTES])
