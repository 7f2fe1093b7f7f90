"""Which execution rate? All that the figures of one department and year give, each with its parts, and the one its report used."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.charts import accounts as charts
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from analytics.metrics.sentences import ways_sentence
from pages._shared import answer, chart, current, download, escaped, html_table

HEADINGS = ["算法", "执行率", "与所述之差（百分点）", "报告", "分子（万元）", "分子出处", "分母（万元）", "分母出处"]
COLUMNS = ["way", "numerator", "numerator_source", "denominator", "denominator_source", "execution_rate", "execution_rate_stated", "rate_gap", "used"]
NOTES = [
    "同一个部门的几个执行率分子、分母口径不同，不能互相比较，引用时须写明是哪一个。",
    "公开项目：计入合计的项目自评表，加上只在绩效报告中写到的项目。",
    "报告所用：最接近报告所述执行率的一种算法。",
]


def draw_ways(chosen: Filters) -> None:
    """One sentence, the picture, the table, how it was made; nothing where no rate can be reckoned."""
    rows = answer("execution_ways", chosen)
    if rows.empty:
        return
    st.subheader("哪个执行率？")
    st.html(f'<p class="lens-finding">{escaped(ways_sentence(rows))}</p>')
    chart(charts.ways(rows, f"来源：部门决算表、部门整体绩效表、项目自评表\n范围：{chosen.words()}；数据版本 {current().version}"), key="execution_ways")
    html_table([charts.way_row(row) for row in rows.to_dict("records")], HEADINGS, numbers=(1, 2, 4, 6))
    st.caption("".join(NOTES))
    words, version = chosen.words(), current().version
    download("导出执行率算法", lambda: _workbook(rows, words, version), f"执行率算法_{words}.xlsx".replace(" · ", "_"))


def _workbook(rows: pandas.DataFrame, words: str, version: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows[COLUMNS], cards_of(COLUMNS, "execution_ways"), "哪个执行率", words, version, [ways_sentence(rows), *NOTES])
