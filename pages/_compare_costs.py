"""区际对比: unit costs, where a form gives one quantity and its cost."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from analytics.metrics.sentences import costs_sentence
from analytics.wording import amount, plain
from pages._paged import paged
from pages._shared import answer, current, download, escaped, how_many, html_table, later, project_link

HEADINGS = ["项目", "类别", "区", "年度", "数量（表上写）", "执行数（万元）", "单位成本"]
COLUMNS = ["name", "project_class", "district", "department", "fiscal_year", "quantity", "quantity_unit", "quantity_said", "executed", "unit_cost", "alike"]
SHOWN = ["project_id", "name", "project_class", "district", "fiscal_year", "quantity", "quantity_unit", "quantity_said", "executed", "unit_cost"]
NOTE = (
    "单位成本 ＝ 执行数 ÷ 数量。只列自评表恰有一项数量指标、写的是一个数和计量单位的项目；完成情况只有文字的，取目标数量。"
    "内容、标准、时长不同的项目即使单位相同也不宜直接比较。"
)


def draw_costs(wanted: Filters) -> None:
    """One sentence, the table, how it was made; nothing where no form gives both."""
    projects = how_many("unit_costs", wanted)
    if not projects:
        return
    said = costs_sentence(projects, answer("unit_cost_spans", wanted))
    st.subheader("单位成本")
    st.html(f'<p class="lens-finding">{escaped(said)}</p>')
    found, everything = paged("unit_costs", wanted, SHOWN, "costs", search=False), later("unit_costs", wanted)
    rows = found.rows
    html_table([_worded(row) for row in rows.to_dict("records")], HEADINGS, numbers=(5, 6), links=[project_link(each) for each in rows["project_id"]])
    st.caption(f"{found.words('个项目')}。{NOTE}")
    words, version = wanted.words(), current().version
    download("导出单位成本", lambda: _workbook(everything()[COLUMNS], words, version, said), "单位成本.xlsx")


def _workbook(rows: pandas.DataFrame, words: str, version: str, said: str) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(rows, cards_of(COLUMNS, "unit_costs"), "单位成本", words, version, [said, NOTE, "不宜用于排名。"])


def _worded(row: dict) -> list[str]:
    quantity = f"{plain(row['quantity'])}{row['quantity_unit']}（{row['quantity_said']}）"
    cost = f"{amount(row['unit_cost'])} 元/{row['quantity_unit']}"
    return [row["name"], row["project_class"], row["district"], str(row["fiscal_year"]), quantity, amount(row["executed"]), cost]
