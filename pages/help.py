"""帮助: what people ask, answered in their words, and what every figure means."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.wording import count
from pages._address import asked
from pages._help import asked_like, defined_like, measures, measures_html, questions, questions_html
from pages._shared import page

STYLE = Path(__file__).resolve().parent / "_client" / "help.css"
GLOSSARY = "口径"
EVERYBODY = "全部"


def draw() -> None:
    page("帮助", "想做的事在哪里做，看到的数是什么意思？")
    st.html(STYLE)
    word = asked("word")
    parts = [*questions(), EVERYBODY, GLOSSARY]
    first = GLOSSARY if word else parts[0]
    part = st.segmented_control("给谁看", parts, default=first, required=True, key="help_part", bind="query-params", label_visibility="collapsed")
    typed = st.text_input(
        "搜索", key="help_search", placeholder="搜索问题和口径，可打拼音首字母……", label_visibility="collapsed", icon=":material/search:", max_chars=40,
        bind="query-params",
    )  # fmt: skip
    if part == GLOSSARY:
        draw_measures(typed or word)
    else:
        draw_questions(typed or "", None if part == EVERYBODY or typed else part)


def draw_questions(typed: str, kind: str | None) -> None:
    """Those of one kind of user, or whatever holds what was typed."""
    found = asked_like(typed, kind)
    if not found:
        st.info("没有这样的问题。可以换个说法，或到“口径”里找。")
        return
    st.html(f'<div class="lens-questions">{questions_html(found, opened=bool(typed) and len(found) <= 6)}</div>')
    st.html('<p class="lens-scope">快捷键：按 ? 看全部；Ctrl+K 搜索。<button type="button" data-tour="1">看一分钟导览</button></p>')


def draw_measures(words: str) -> None:
    """The glossary, made from the cards of the measures."""
    found = defined_like(words)
    if words and len(found) < len(measures()):
        st.html('<p class="lens-scope"><a class="lens-chip" href="/help?help_part=口径" target="_self">看全部口径</a></p>')
    st.html(f'<dl class="lens-glossary">{measures_html(found)}</dl>')
    st.caption(f"{count(len(found))}个指标；页面、导出和这里用的是同一份定义。")


draw()
