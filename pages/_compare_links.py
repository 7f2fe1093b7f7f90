"""区际对比: suggested links between projects of different years; an auditor confirms or rejects them, and may take it back."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import streamlit as st

from analytics.compare.link_book import JUDGEMENTS, JUDGES, Judged, LinkBook, keys_of
from analytics.compare.links import MOST, Suggestion, suggestions
from analytics.errors import LensError
from analytics.metrics import Filters
from analytics.wording import count, percent
from pages._identity import identity
from pages._links import plain_markdown
from pages._shared import answer, escaped, html_table, project_link, store

FIRST = 40
SAID = "links_said"
HEADINGS = ["项目", "把握", "依据"]
NOTE = (
    "把握 ＝ 名称（占50%）、指标名称（25%）、预算金额（15%）、实施单位（10%）的相似程度，一方没有写的不计；达到50%才提示。"
    "提示不是结论：确认之后，项目档案里才连成历年。认定记入台账，写明何人何时，可以撤销。"
)


def draw_links(wanted: Filters) -> None:
    """What may be the same project in another year: one sentence, the table, the judgement, what was judged."""
    st.subheader("哪些可能是同一项目的不同年度")
    said()
    book = LinkBook(store())
    departments = answer("trend_departments", wanted)
    several = departments.loc[departments["department_years"] > 1, "projects"].sum()
    if several > MOST:
        st.info(f"有几个年度的部门共有{count(several)}个项目，请先选定部门，再看哪些可能是同一项目。")
        return
    candidates = answer("link_candidates", wanted)
    judged = book.judged()
    found = suggestions(candidates, keys_of(judged, "confirmed"), keys_of(judged, "rejected"))
    names = dict(zip(candidates["project_id"], candidates["name"], strict=True))
    own = [one for one in judged if set(one.projects) & names.keys()]
    st.html(f'<p class="lens-finding">{escaped(_sentence(found, own, candidates.empty))}</p>')
    if found:
        html_table([_row(one) for one in found[:FIRST]], HEADINGS, numbers=(1,), links=[project_link(one.later["project_id"]) for one in found[:FIRST]])
        same = [one.key for one in found[:FIRST] if one.same_name]
        judge(book, [(one.key, _label(one)) for one in found[:FIRST]], list(JUDGEMENTS), "认定", "links", same)
    if own:
        judge(book, [(one.key, _judged_label(one, names)) for one in own], [None], "撤销认定", "undo")
    st.caption(NOTE)


def said() -> None:
    """What was judged a moment ago, once."""
    if SAID in st.session_state:
        st.success(plain_markdown(st.session_state.pop(SAID)))


def judge(book: LinkBook, pairs: Sequence[tuple[str, str]], judgements: Sequence[str | None], title: str, key: str, chosen_first: Sequence[str] = ()) -> None:
    """A popover to judge several pairs (key, words) at once, some of them chosen already; those who may not see who may."""
    with st.popover(title, icon=":material/link:"):
        if identity().role not in JUDGES:
            st.caption("由审计人员或管理员认定。")
            return
        words = dict(pairs)
        mark = f"{key}_{crc32('|'.join(words).encode())}"  # other pairs, or a judgement since: the card starts anew
        chosen = st.multiselect("哪些", list(words), default=list(chosen_first), format_func=words.__getitem__, placeholder="选择一对或几对", key=mark)
        if chosen_first:
            st.caption("名称相同的已选好，请逐一看过再确认。")
        for judgement in judgements:
            label = JUDGEMENTS[judgement] if judgement else "撤销"
            if st.button(label, key=f"{key}_{judgement or 'undo'}", disabled=not chosen, type="primary" if judgement == "confirmed" else "secondary"):
                _keep(book, chosen, judgement, label)


def _keep(book: LinkBook, chosen: Sequence[str], judgement: str | None, label: str) -> None:
    try:
        book.judge([tuple(each.split("~")) for each in chosen], judgement, identity())
    except LensError as error:
        st.error(plain_markdown(str(error)))
        return
    st.session_state[SAID] = f"已记下：{label}{count(len(chosen))}对。"
    st.rerun()


def _sentence(found: Sequence[Suggestion], own: Sequence[Judged], empty: bool) -> str:
    if empty:
        return "没有一个部门有两个年度的自评表，无从对照。"
    confirmed = sum(one.judgement == "confirmed" for one in own)
    told = f"已认定{count(len(own))}对（确认{count(confirmed)}对）。" if own else ""
    return f"有{count(len(found))}对项目可能是同一项目的不同年度，待人确认。{told}" if found else f"没有相似到可以提示的项目。{told}"


def _row(one: Suggestion) -> list[str]:
    return [_label(one), percent(round(one.score, 2)), "；".join(one.reasons)]


def _label(one: Suggestion) -> str:
    earlier, later = one.earlier, one.later
    if earlier["name"] == later["name"]:
        return f"{later['name']}（{earlier['fiscal_year']}、{later['fiscal_year']}）"
    return f"{earlier['name']}（{earlier['fiscal_year']}）→ {later['name']}（{later['fiscal_year']}）"


def _judged_label(one: Judged, names: dict[str, str]) -> str:
    sides = " ↔ ".join(names.get(each, each) for each in one.projects)
    return f"{sides}（{JUDGEMENTS[one.judgement]}，{one.actor}，{one.at:%Y-%m-%d}）"
