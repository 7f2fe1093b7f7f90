"""预决算差异: how reliable the budgets of whole departments were over three years, or what is missing to say so."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.compare.pefa import assessments, missing_words, pefa_rows
from pages._shared import html_table

HEADINGS = ["区或部门", "部门数", "PI-1 支出总额（决算 ÷ 年初预算）", "等级", "PI-2 支出结构变动", "等级"]
METHOD = (
    "PEFA 2016。PI-1：决算总额与年初预算之比，三年中至少两年在95%至105%为A、90%至110%为B、85%至115%为C。PI-2.1：先按总额之比调整各类预算，"
    "再看各类决算与调整后预算之差的绝对值合计占多少，三年中至少两年低于5%为A、10%为B、15%为C；不含预备费和债务付息。"
    "PEFA 用于一级政府：区为已载入、三年齐全的部门之和，不一定是全区；单个部门按同样的方法计算，等级只供参考。"
)


def draw_pefa(lines: pandas.DataFrame, known: pandas.DataFrame) -> None:
    """Grades where three years are loaded; else one line on what is missing."""
    st.subheader("预算可靠性（PEFA）")
    found = assessments(lines, known)
    rows = pefa_rows(found)
    if rows:
        html_table(rows, HEADINGS, numbers=(1,))
    words = missing_words(found)
    st.caption(f"{words}{METHOD if rows else ''}")
