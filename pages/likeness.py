"""雷同自评表: which forms of a department were copied from each other?"""

from __future__ import annotations

from pathlib import Path

import pandas
import streamlit as st

from analytics.access import Scope
from analytics.audit import audit_of
from analytics.audit.likeness import ComparedForm, LikenessMap, Pair, RepeatedReason, forms_of, likeness_map, repeated_reasons
from analytics.charts.labels import cut
from analytics.charts.likeness import heat_map, same_fields, side_by_side
from analytics.metrics import Filters
from analytics.store import Snapshot
from analytics.wording import count, percent
from pages._awaited import findings_ready
from pages._marks import source
from pages._shared import answer, chart, current, escaped, filters, is_empty, page, project_link

STYLE = Path(__file__).resolve().parent / "_client" / "likeness.css"
CHART, PAIR = "likeness_map", "likeness_pair"
NAME_COLUMNS = 44


def draw() -> None:
    page("雷同自评表", "哪些自评表是照抄的，抄了哪些地方？")
    if is_empty():
        return
    st.html(STYLE)
    asked = filters()
    chosen = Filters(years=asked.years, districts=asked.districts, departments=asked.departments)
    if asked != chosen:
        st.caption("这一页比较部门的全部自评表，不按资金规模和执行率筛选。")
    groups = answer("form_groups", chosen).to_dict("records")
    if not groups:
        st.info("当前范围内没有哪个部门同一年度有两张以上的自评表，无从比较。请放宽筛选条件。")
        return
    group = choose(groups)
    forms, found = compared(group)
    st.html(f'<p class="lens-finding">{escaped(sentence(found))}</p>')
    if found.pairs:
        chart(heat_map(found, source(chosen)), key=CHART, on_select=lambda: take_click(found))
        draw_pair(found)
    draw_reasons(group, forms)


def choose(groups: list[dict]) -> dict:
    """A department and year; the one with most forms at first."""
    at = st.selectbox("部门和年度", range(len(groups)), 0, lambda n: _titled(groups[n]), key="likeness_group", bind="query-params")
    return groups[at or 0]


def _titled(group: dict) -> str:
    year = "" if pandas.isna(group["fiscal_year"]) else f"{int(group['fiscal_year'])}年度"
    return " · ".join(part for part in (_said(group["department"]) or "部门未写明", year, f"{count(group['forms'])}张表") if part)


def _said(value: object) -> str | None:
    return value if isinstance(value, str) else None


def compared(group: dict) -> tuple[tuple[ComparedForm, ...], LikenessMap]:
    snapshot = current()
    return _compared(snapshot, str(snapshot.path), snapshot.version, snapshot.scope, *_scope(group))


def _scope(group: dict) -> tuple[str | None, str | None, int | None]:
    return _said(group["district"]), _said(group["department"]), None if pandas.isna(group["fiscal_year"]) else int(group["fiscal_year"])


@st.cache_data(show_spinner=False, max_entries=16)
def _compared(_snapshot: Snapshot, path: str, version: str, scope: Scope, district: str | None, department: str | None, year: int | None):
    forms = forms_of(_snapshot, district, department, year)
    return forms, likeness_map(forms)


def sentence(found: LikenessMap) -> str:
    short = f"另有 {count(found.too_short)} 张文字太少，没有比较。" if found.too_short else ""
    if not found.pairs:
        return f"可以比较的自评表不到两张。{short}"
    most = found.pairs[0]
    names = "”与“".join(found.forms[at].name for at in (most.first, most.second))
    return (
        f"最像的两张是“{names}”，去掉名称和数字后相似度 {percent(round(most.likeness, 2))}。{short}相似度高只是线索，是否照抄请对照两个项目的合同和验收资料。"
    )


def take_click(found: LikenessMap) -> None:
    """A click on a cell chooses its pair; done before the page is drawn again."""
    points = st.session_state[CHART]["selection"]["points"]
    if points:
        carried = points[0]["customdata"]
        places = list(carried.values()) if isinstance(carried, dict) else list(carried)
        st.session_state[PAIR] = next(at for at, pair in enumerate(found.pairs) if [pair.first, pair.second] == places[:2])


def draw_pair(found: LikenessMap) -> None:
    """Two forms side by side: the pair that was clicked, or chosen from the list, most alike first."""
    numbers = range(len(found.pairs))
    if st.session_state.get(PAIR, 0) not in numbers:
        st.session_state[PAIR] = 0
    at = st.selectbox(
        "并排看哪两张（点图上的格子，或在这里选）", numbers, format_func=lambda n: _pair_words(found, found.pairs[n]), key=PAIR, bind="query-params"
    )
    pair = found.pairs[at or 0]
    one, other = found.forms[pair.first], found.forms[pair.second]
    same, all_of_them = same_fields(one, other)
    links = "　".join(
        f'<a href="{escaped(project_link(form.project_id))}" target="_self">打开“{escaped(cut(form.name, NAME_COLUMNS))}”</a>' for form in (one, other)
    )
    st.html(f'<p class="lens-scope">{count(all_of_them)} 处中 {count(same)} 处一字不差（浅底色）；不同的字有底色。{links}</p>')
    st.html(side_by_side(one, other))


def _pair_words(found: LikenessMap, pair: Pair) -> str:
    names = " ↔ ".join(cut(found.forms[at].name, NAME_COLUMNS) for at in (pair.first, pair.second))
    return f"{percent(round(pair.likeness, 2))}　{names}"


def draw_reasons(group: dict, forms: tuple[ComparedForm, ...]) -> None:
    """Reasons that stand word for word in several forms, each with its forms."""
    if not findings_ready():
        return
    reasons = repeated_reasons(audit_of(current()).findings, *_scope(group))
    st.subheader("一字不差的偏差原因")
    if not reasons:
        st.caption("没有在三张以上的表里一字不差地出现的偏差原因。")
        return
    st.caption(f"{count(len(reasons))} 句偏差原因在三张以上的表里一字不差。")
    ids = {form.name: form.project_id for form in forms}
    rows = "".join(_reason_row(one, ids) for one in reasons)
    head = '<tr><th>偏差原因</th><th class="number">表</th><th>在哪些表里</th></tr>'
    st.html(f'<div class="lens-table lens-reasons"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>')


def _reason_row(one: RepeatedReason, ids: dict[str, str]) -> str:
    links = "".join(
        f'<a href="{escaped(project_link(ids[name]))}" target="_self">{escaped(name)}</a>' if name in ids else f"<span>{escaped(name)}</span>"
        for name in one.projects
    )
    return f'<tr><td>{escaped(one.reason)}</td><td class="number">{count(len(one.projects))}</td><td>{links}</td></tr>'


draw()
