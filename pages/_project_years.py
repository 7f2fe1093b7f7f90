"""项目档案: the years of one project, as far as a person confirmed that they are one; what may be, with a place to say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.charts.trends import trends
from analytics.compare.link_book import JUDGEMENTS, JUDGES, Judged, LinkBook, chain, keys_of
from analytics.compare.links import Suggestion, partners
from analytics.compare.trends import MEASURES, years_of_project
from analytics.metrics import Filters
from analytics.wording import amount, percent, rate, score
from pages._compare_links import judge, said
from pages._identity import identity
from pages._marks import carried
from pages._shared import answer, chart, current, escaped, html_table, open_project, project_link, store

HEADINGS = ["项目", "年度", "预算（万元）", "执行（万元）", "执行率", "自评得分", "统一口径得分"]
OFFERED = 8


def draw_years(facts: Mapping[str, Any]) -> None:
    """Years of a confirmed chain as picture and table; then the likeliest partners and the judgements so far."""
    book, own = LinkBook(store()), facts["project_id"]
    judged = book.judged()
    linked = chain(judged, own)
    candidates = answer("link_candidates", Filters(departments=(facts["department"],))) if facts["department"] else pandas.DataFrame()
    offered = partners(candidates, own, keys_of(judged, "confirmed") | keys_of(judged, "rejected"))
    mine = [one for one in judged if own in one.projects]
    if len(linked) == 1 and not offered and not mine:
        return
    st.subheader("历年情况")
    said()
    rows = answer("trend_project", Filters(), projects=" ".join(linked))
    st.html(f'<p class="lens-finding">{escaped(_sentence(rows, offered, own))}</p>')
    if len(rows) > 1:
        _draw_chain(rows, facts["name"])
    if offered:
        _draw_offered(book, offered, own)
    if mine:
        judge(book, [(one.key, _judged(one, own)) for one in mine], [None], "撤销认定", "undo")


def _draw_chain(rows: pandas.DataFrame, name: str) -> None:
    measure = MEASURES[0]
    source = f"来源：项目支出绩效自评表，由人确认为同一项目；数据版本 {current().version}"
    chart(trends((years_of_project(name, rows),), measure, "同一项目历年执行率", source), key="project_years", on_select="rerun")
    if values := carried("project_years"):
        open_project(rows[rows["fiscal_year"] == int(values[1])].iloc[0]["project_id"])
    words = [
        [row["name"], f"{row['fiscal_year']:.0f}", amount(row["budget_base"]), amount(row["executed"]), rate(row["execution_rate"]),
         score(row["score_stated"]), score(row["score_common"])]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    html_table(words, HEADINGS, numbers=range(2, 7), links=[project_link(each) for each in rows["project_id"]])


def _draw_offered(book: LinkBook, offered: Sequence[Suggestion], own: str) -> None:
    likely = offered[:OFFERED]
    others = [_other(one, own) for one in likely]
    lines = [[row["name"], str(row["fiscal_year"]), percent(round(one.score, 2)), "；".join(one.reasons)] for row, one in zip(others, likely, strict=True)]
    if identity().role in JUDGES:
        with st.expander(f"其他年度最像的{len(likely)}个项目"):
            html_table(lines, ["项目", "年度", "把握", "依据"], numbers=(2,), links=[project_link(row["project_id"]) for row in others])
    pairs = [(one.key, f"{_other(one, own)['fiscal_year']} {_other(one, own)['name']}（把握{percent(round(one.score, 2))}）") for one in offered]
    judge(book, pairs, list(JUDGEMENTS), "认定其他年度的同一项目", "links")


def _other(one: Suggestion, own: str) -> Mapping[str, Any]:
    return one.earlier if one.later["project_id"] == own else one.later


def _judged(one: Judged, own: str) -> str:
    other = next(each for each in one.projects if each != own)
    found = answer("trend_project", Filters(), projects=other)
    name = f"{found.iloc[0]['fiscal_year']:.0f} {found.iloc[0]['name']}" if len(found) else f"{other}（已不在数据中）"
    return f"{name}（{JUDGEMENTS[one.judgement]}，{one.actor}，{one.at:%Y-%m-%d}）"


def _sentence(rows: pandas.DataFrame, offered: Sequence[Suggestion], own: str) -> str:
    if len(rows) > 1:
        first, last = rows.iloc[0], rows.iloc[-1]
        ends = "到".join(f"{row['fiscal_year']:.0f}年度的 {rate(row['execution_rate'])}" for row in (first, last))
        return f"已确认{len(rows)}张自评表是同一项目，执行率从{ends}。一个项目的两个年度只作对照，不说明趋势。"
    best = offered[0] if offered else None
    if best is None:
        return "没有确认过其他年度的同一项目。"
    other = _other(best, own)
    return f"还没有确认其他年度的同一项目；本部门其他年度最像的是{other['fiscal_year']}年度的“{other['name']}”，把握{percent(round(best.score, 2))}。"
