"""专家评分: do the experts agree, and what would another way of joining their points give?"""

from __future__ import annotations

import json

import pandas
import streamlit as st

from analytics.charts import experts as charts
from analytics.compare.panels import METHOD, Sheet, outside_words, result_rows, sentence, sheets
from analytics.metrics import Filters
from pages._cells import draw_cells
from pages._marks import opening, source
from pages._shared import answer, escaped, filters, html_table, is_empty, page, project_link

SHEETS = "专家评分表"


def draw() -> None:
    page("专家评分", "专家意见一致吗，换一种算法结果会变吗？")
    if is_empty():
        return
    chosen = filters()
    items = answer("expert_items", chosen)
    found = {each.form_id: each for each in sheets(items)}
    if not found:
        st.info("当前范围内没有专家评分表。专家评分表在数据导入中上传，一张表一个项目，几位专家都可以。")
        return
    sheet = found[st.selectbox("专家评分表", list(found), format_func=lambda form_id: found[form_id].title, key="sheet", bind="query-params")]
    st.html(f'<p class="lens-finding">{escaped(sentence(sheet))}{escaped(_outside(sheet, chosen))}</p>')
    picked = opening(charts.points(sheet, source(chosen, SHEETS)), "expert_points", "item")
    draw_origin(items[items["form_id"] == sheet.form_id], picked)
    draw_results(sheet)


def _outside(sheet: Sheet, chosen: Filters) -> str:
    rows = answer("self_against_outside", chosen)
    return outside_words(rows[rows["form_id"] == sheet.form_id].iloc[0].to_dict())


def draw_origin(items: pandas.DataFrame, picked: str) -> None:
    """The row of the item that was clicked on its sheet, and the way to the project."""
    if not (picked.isdecimal() and int(picked) < len(items)):
        return
    row = items.iloc[int(picked)]
    cells = [{"file": row["file"], "sheet": row["sheet"], "cell": cell} for name, cell in json.loads(row["cells"]).items() if name.startswith("score")]
    draw_cells(f"原表：{row['name']}", cells, row["name"])
    if row["project_id"]:
        st.html(f'<p><a href="{escaped(project_link(row["project_id"]))}" target="_self">打开这个项目的档案：{escaped(row["project"])}</a></p>')


def draw_results(sheet: Sheet) -> None:
    """What the total would be otherwise, and how agreement was measured."""
    st.subheader("换一种算法，总分是多少")
    html_table(result_rows(sheet), ["算法", "总分", "与各项平均之差"], numbers=(1, 2))
    with st.expander("一致程度怎么算"):
        if sheet.concordance is not None:
            whole = sheet.concordance.interval
            st.caption(f"肯德尔和谐系数 W {whole.value:.2f}，95%区间 {whole.low:.2f} 至 {whole.high:.2f}。")
        st.caption(METHOD)


draw()
