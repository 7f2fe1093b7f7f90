"""The parts of 简报 that ask something of a person: 结果应用清单 with its decisions, and the doubts worth most money."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.access import Person
from analytics.audit import SEVERITIES, Finding
from analytics.audit.case import CaseError
from analytics.audit.use_decisions import DECIDERS, DECISIONS, LONGEST_NOTE, TAKEN_BACK, TAKEN_BACK_WORDS, UseDecisions
from analytics.audit.use_of_results import Suggestion, uses
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_paper import decision_words, doubt_words
from analytics.reports.briefing_words import templates
from analytics.reports.evidence import NOTHING, said, scope, subject
from analytics.wording import count, money
from pages._links import escaped, findings_link, plain_markdown, project_link
from pages._marks import MARKS
from pages._shared import store

FIRST, MOST = 6, 60
MOVES = {**DECISIONS, TAKEN_BACK: TAKEN_BACK_WORDS}
SAID = "briefing_said"


def draw_uses(found: Briefing, person: Person) -> None:
    """The list by use, each with one place to decide several lines at once."""
    st.subheader(templates()["use"]["title"])
    st.caption(templates()["use"]["note"])
    if SAID in st.session_state:
        st.success(plain_markdown(st.session_state.pop(SAID)))
    if not found.suggestions:
        st.info(f"{templates()['use']['nothing']}。")
    for use, name in uses().items():
        own = [one for one in found.suggestions if one.use == use]
        if own:
            _draw_use(use, name, own, found, person)


def _draw_use(use: str, name: str, own: Sequence[Suggestion], found: Briefing, person: Person) -> None:
    whole = st.session_state.get(f"uses_all_{use}", False)
    shown = own[: MOST if whole else FIRST]
    head = f"<h3>{escaped(name)}<b>{escaped(money(sum(one.amount for one in own)))}</b><i>{escaped(count(len(own)))}项</i></h3>"
    st.html(f'<section class="lens-uses" data-use="{escaped(use)}">{head}{_by_rule(shown, found)}</section>')
    with st.container(horizontal=True, key=f"uses_{use}"):
        if person.role in DECIDERS:
            _decide(use, name, own, found, person)
        if len(own) > FIRST:
            st.toggle(f"显示全部{count(len(own))}项" if len(own) <= MOST else f"显示前{count(MOST)}项", key=f"uses_all_{use}")


def _by_rule(shown: Sequence[Suggestion], found: Briefing) -> str:
    """The lines under the rules that they follow from, each rule told once."""
    parts = []
    for rule in dict.fromkeys(one.rule for one in shown):
        said_of_rule = f"金额＝{rule.formula}。依据：{rule.basis}"
        lines = "".join(_line(one, found) for one in shown if one.rule == rule)
        parts.append(f"<h4>规则：{escaped(rule.title)}<small>{escaped(said_of_rule)}</small></h4>{lines}")
    return "".join(parts)


def _line(one: Suggestion, found: Briefing) -> str:
    file, sheet, at = one.place
    whose = " · ".join(part for part in (one.department or NOTHING, f"{one.fiscal_year}年度" if one.fiscal_year else "") if part)
    also = f"；同时{'、'.join(one.also)}" if one.also else ""
    decided = one.key in found.decisions and one.key not in found.open_keys
    link = escaped(project_link(one.project_id))
    return (
        f'<article><div><a href="{link}" target="_self">{escaped(one.project)}</a><b>{escaped(money(one.amount))}</b></div>'
        f"<p>{escaped(one.why)}{escaped(also)}</p><small>{escaped(whose)} · {escaped(doubt_words(one))}<br>"
        f'出处 <a href="{link}" target="_self" title="{escaped(said(file))}">{escaped(said(sheet))}!{escaped(at)}</a></small>'
        f'<p class="{"decided" if decided else "waiting"}">{escaped("　".join(decision_words(one, found)))}</p></article>'
    )


def _decide(use: str, name: str, own: Sequence[Suggestion], found: Briefing, person: Person) -> None:
    """One card to decide several lines at once; those already decided can be decided anew."""
    by_key = {one.key: one for one in own[:MOST]}
    newest = max((each.at for each in found.decisions.values()), default=None)
    mark = f"{use}_{crc32(f'{found.filters_words}{found.version}{newest}'.encode())}"  # other lines, or a decision since: the card starts empty
    with st.popover("作出决定", icon=":material/gavel:", key=f"decide_{mark}"):
        chosen = st.multiselect(
            f"{name}的哪些项目",
            list(by_key),
            default=[key for key in by_key if key in found.open_keys],
            format_func=lambda key: f"{by_key[key].project}（{money(by_key[key].amount)}）",
            placeholder="选择项目",
            key=f"decide_lines_{mark}",
        )
        offered = list(MOVES if any(key in found.decisions for key in by_key) else DECISIONS)
        decision = st.segmented_control("决定", offered, format_func=MOVES.__getitem__, key=f"decide_what_{mark}")
        note = st.text_area("理由", key=f"decide_note_{mark}", max_chars=LONGEST_NOTE, placeholder="不同意或暂缓须写明理由", height=80)
        said = st.container()  # over the button: under it, it would lie below the window
        if st.button("记下决定", type="primary", key=f"decide_save_{mark}", disabled=not (chosen and decision)):
            _keep([by_key[key] for key in chosen], str(decision), person, note, said)
        st.caption(f"以“{plain_markdown(person.name)}”的名义记下；改变主意可以再决定一次，每一次都留存。")


def _keep(chosen: Sequence[Suggestion], decision: str, person: Person, note: str, said: DeltaGenerator) -> None:
    try:
        if decision == TAKEN_BACK:
            UseDecisions(store()).take_back(chosen, person, note)
        else:
            UseDecisions(store()).decide(chosen, decision, person, note)
    except CaseError as refused:
        said.error(plain_markdown(str(refused)))
        return
    st.session_state[SAID] = f"已记下：{MOVES[decision]}{count(len(chosen))}项。"
    st.rerun()


def draw_doubts(found: Briefing) -> None:
    """The doubts that most money depends on, each leading to its place in 疑点清单."""
    st.subheader(templates()["doubts"]["title"])
    if not found.doubts:
        st.html(f'<p class="lens-none">{escaped(templates()["doubts"]["nothing"])}。</p>')
        return
    st.html(f'<ol class="lens-unspent">{"".join(map(_doubt, found.doubts))}</ol>')


def _doubt(one: Finding) -> str:
    sign = f"{MARKS[one.severity]}{SEVERITIES[one.severity]}"
    head = f'<a href="{escaped(findings_link(finding=one.key))}" target="_self">{escaped(said(subject(one)))}</a><b>{escaped(money(one.amount_at_stake))}</b>'
    return f"<li><div>{head}</div><p>{escaped(said(one.message))}</p><small>{escaped(sign)} · {escaped(said(scope(one)))}</small></li>"
