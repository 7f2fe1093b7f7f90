"""同类情形评分不一: where did equal facts earn different marks?"""

from __future__ import annotations

from datetime import date

import pandas
import streamlit as st

from analytics.charts.uneven import MOST, spreads
from analytics.metrics import Part
from analytics.metrics.cards import cards_of
from analytics.metrics.sentences import uneven_sentence
from analytics.reports.table_workbook import table_workbook
from analytics.wording import count, rate, score, text
from pages._address import asked, keep
from pages._marks import source
from pages._measures import explain
from pages._paged import paged
from pages._shared import answer, chart, current, download, escaped, filters, how_many, html_table, is_empty, page, project_link, table

COLUMNS = ["fact_label", "spread", "within", "lowest", "highest", "indicators", "departments", "fiscal_year", "fact_kind"]
WIDTHS = {"fact_label": 330, "spread": 115, "within": 165, "lowest": 90, "highest": 90, "indicators": 70, "departments": 70, "fiscal_year": 60}
KINDS = {"numbers": "数字相同", "words": "写法相同"}
MEMBER_HEADERS = ["项目", "预算部门", "三级指标", "年度指标值", "实际完成值", "得分", "得分率", "单元格"]
DRAWN = ("fact_label", "spread", "lowest", "highest", "indicators", "departments")
MEMBERS = Part(("project_id", "name", "department", "level3", "target", "actual", "weight", "score", "share", "sheet", "cell"), 200)
NOTES = [
    "同样的情形：同一年度，指标值和完成值相同；没有写数字的，完成情况的写法相同。",
    "成本指标按支出计分，不在其内。",
    "写法相同而得分不同只是线索，请看各项的佐证。",
]


def draw() -> None:
    page("同类情形评分不一", "同样的完成情况，为什么这里得分高、那里得分低？")
    if is_empty():
        return
    chosen = filters()
    widest, number = answer("uneven_marks", chosen, part=Part(("fact", *DRAWN), MOST)), how_many("uneven_marks", chosen)
    st.html(f'<p class="lens-finding">{escaped(uneven_sentence(widest, number))}</p>')
    if widest.empty:
        return
    chart(spreads(widest, source(chosen), number), key="spreads", on_select=lambda: take_click(widest))
    found = paged("uneven_marks", chosen, ["fact", *COLUMNS], "uneven")
    rows = found.rows
    at = table(worded(rows), cards_of(COLUMNS, "uneven_marks"), key="uneven", link=None, search=False, widths=WIDTHS)
    st.caption(f"{found.words('种情形')}，相差大的在前；点任意一行，看是哪些指标。")
    words, version = chosen.words(), current().version
    download("导出当前表格", lambda: workbook(worded(found.everything()), words, version), f"同类情形评分不一_{date.today():%Y%m%d}.xlsx")
    if len(rows):
        facts_shown = list(rows["fact"])
        picked = facts_shown[at] if at is not None else asked("fact")
        keep("fact", picked if picked in facts_shown else None)
        at = facts_shown.index(picked) if picked in facts_shown else 0
        draw_members(rows.iloc[at], answer("uneven_members", chosen, part=MEMBERS, fact=str(rows.iloc[at]["fact"])))
    explain(["fact_label", "share", "spread", "within"])


def take_click(facts: pandas.DataFrame) -> None:
    """A click on a fact of the chart opens it below."""
    points = st.session_state["spreads"]["selection"]["points"]
    if points and float(points[0]["y"]).is_integer() and 0 <= points[0]["y"] < len(facts):
        st.query_params["fact"] = str(facts.iloc[int(points[0]["y"])]["fact"])


def draw_members(fact: pandas.Series, members: pandas.DataFrame) -> None:
    """The indicators that state the fact, as many as are shown, the lowest share first, each with its cell and its project."""
    st.subheader(str(fact["fact_label"]))
    listed = members.to_dict("records")
    rows = [
        [*(text(one[name]) for name in ("name", "department", "level3", "target", "actual")), f"{score(one['score'])} / {score(one['weight'])}",
         rate(one["share"]), f"{one['sheet']} {text(one['cell'])}"]
        for one in listed
    ]  # fmt: skip
    with st.container(key="uneven_members"):
        html_table(rows, MEMBER_HEADERS, numbers=(5, 6), links=[project_link(one["project_id"]) for one in listed])
    if fact["indicators"] > len(members):
        st.caption(f"只列出得分率最低的 {count(len(members))} 项，共 {count(fact['indicators'])} 项。")


def worded(rows: pandas.DataFrame) -> pandas.DataFrame:
    """The columns of the table, codes in words."""
    return rows[COLUMNS].assign(fact_kind=rows["fact_kind"].map(KINDS))


def workbook(rows: pandas.DataFrame, words: str, version: str) -> bytes:
    return table_workbook(rows, cards_of(COLUMNS, "uneven_marks"), "同类情形评分不一", words, version, NOTES)


draw()
