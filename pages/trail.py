"""操作日志: who did what when, from where, and was the record itself left alone?"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from analytics.access import ROLES
from analytics.reports.trail_list import trail_list
from analytics.store.trail import Checked, Entry, Wanted
from analytics.trail_words import WORDS, action_words, subject_words, value_words
from analytics.wording import count
from pages._shared import download, escaped, html_table, page, store

EVERY = ""
SHOWN = 300
HEADERS = ["序号", "时间", "何人", "身份", "从哪里", "做了什么", "对象", "原来 → 后来"]


def draw() -> None:
    page("操作日志", "谁在什么时候、从哪里做了什么，记录有没有被改动？")
    draw_standing(store().checked_trail())
    wanted = choose()
    found = store().entries(wanted, SHOWN + 1)
    more = f"，只列出最近 {SHOWN} 条" if len(found) > SHOWN else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"{count(min(len(found), SHOWN))}条{more}。时间按本机时钟。")
        here = store()
        download("导出（全部符合条件的）", lambda: trail_list(here.entries(wanted)), f"操作日志_{date.today():%Y%m%d}.csv")
    if not found:
        st.info("没有符合这些条件的记录。")
        return
    html_table([_row(one) for one in found[:SHOWN]], HEADERS, numbers=(0,))


def draw_standing(checked: Checked) -> None:
    """Whether the chain holds; checked anew each time, a hundred thousand lines take a second."""
    said = f"操作记录被动过：{checked.broken}请立即告诉系统管理员。" if checked.broken else f"{count(checked.entries)}条记录首尾相接，没有被改动。"
    st.html(f'<p class="lens-said {"error" if checked.broken else "success"}" role="status">{escaped(said)}</p>')


def choose() -> Wanted:
    """Who, what, which days, which words."""
    places = st.columns([1.2, 1.2, 1.2, 1.6])
    here = store()
    actor = places[0].selectbox("何人", [EVERY, *here.known_in_trail("actor")], format_func=lambda one: one or "全部", key="trail_actor")
    action = places[1].selectbox("做了什么", [EVERY, *here.known_in_trail("action")], format_func=lambda one: action_words(one) or "全部", key="trail_action")
    today = date.today()
    days = places[2].date_input("哪几天", (today - timedelta(days=30), today), key="trail_days", format="YYYY-MM-DD")
    words = places[3].text_input("含有文字", key="trail_words", max_chars=100, placeholder="文件名、编号、地址……")
    since, until = days if isinstance(days, tuple) and len(days) == 2 else (None, None)
    return Wanted(actor, action, words.strip(), since, until)


def _row(one: Entry) -> list[str]:
    at = datetime.fromisoformat(one.happened_at).replace(tzinfo=UTC).astimezone()
    who = one.actor if not one.account or one.account == one.actor else f"{one.actor}（{one.account}）"
    return [
        str(one.number),
        f"{at:%Y-%m-%d %H:%M:%S}".replace("-", "\u2011").replace(" ", "\u00a0"),
        who,
        ROLES.get(one.role, one.role),
        one.origin,
        action_words(one.action),
        subject_words(one.action, one.subject),
        _changed(one),
    ]


def _changed(one: Entry) -> str:
    before, after = (_said(text) for text in (one.before, one.after))
    return f"{before} → {after}" if before and after else before or after


def _said(text: str) -> str:
    """JSON in short words."""
    value = json.loads(text) if text else None
    if isinstance(value, dict):
        told = [f"{WORDS.get(name, name)}：{_one(value_words(name, each))}" for name, each in value.items() if each not in (None, "", [], {})]
        return "；".join(told)[:300]
    return _one(value)[:300]


def _one(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value[:5])) + (f"等{len(value)}项" if len(value) > 5 else "")
    return "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


draw()
