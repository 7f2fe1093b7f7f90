"""简报: one page that reads itself, and what its results suggest for the money."""

from __future__ import annotations

import streamlit as st

from analytics.charts.picture import drawn
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_tables import briefing_tables
from analytics.reports.briefing_words import templates
from analytics.wording import amount, rate
from pages._awaited import findings_ready
from pages._briefing_away import take_away
from pages._briefing_desk import gathered, sentences_html, style, unspent_html
from pages._briefing_uses import draw_doubts, draw_uses
from pages._identity import identity
from pages._marks import open_marked, source
from pages._shared import chart, explain, filters, is_empty, page
from pages._tables import note_table

MEASURES = ["budget", "executed", "unspent", "execution_rate", "below", "over_initial", "carried_unspent", "missed"]


def draw() -> None:
    page("简报", "三分钟读完：支出多少，谁落后，有何变化，什么不能比，需要决定什么？")
    if is_empty():
        return
    chosen, person = filters(), identity()
    if not findings_ready():
        return
    found = gathered(chosen, person)
    if not found.projects:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    style()
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        st.html(sentences_html(found.sentences))
        take_away(found, chosen, person)
        draw_pictures(found, source(chosen).replace("；", "\n"))
        draw_unspent(found)
        draw_doubts(found)
    with right:
        draw_uses(found, person)
    for listed in briefing_tables(found):
        note_table(listed.title, listed.heads, listed.rows)
    explain(MEASURES)


def draw_pictures(found: Briefing, below: str) -> None:
    for picture in found.pictures:
        if picture.bars:
            open_marked(chart(drawn(picture, below), key=f"briefing_{picture.name}", on_select="rerun"))
        else:
            st.info(f"{picture.title}。")


def draw_unspent(found: Briefing) -> None:
    st.subheader(templates()["unspent"]["title"])
    rows = [(one, amount(one.unspent), rate(one.execution_rate)) for one in found.unspent]
    st.html(unspent_html(rows))


draw()
