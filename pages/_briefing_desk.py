"""What 简报 shows, gathered once for a snapshot, the filters and who looks; its texts as HTML, every one escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.audit.use_decisions import UseDecisions
from analytics.charts.standing import marked
from analytics.metrics import Filters
from analytics.reports.briefing import Briefing, Sentence, Unspent, briefing
from analytics.reports.briefing_words import templates
from analytics.store import Snapshot
from pages._links import PAGES, escaped, page_link, project_link
from pages._shared import current, store, whole_store


def style() -> None:
    """The look of this page."""
    st.html(PAGES / "_client" / "briefing.css")


def gathered(chosen: Filters, person: Person) -> Briefing:
    """The briefing; a clerk is told of no doubts but those issued to the own departments."""
    Casebook(store()).readable()  # first: a retest that is still owed changes the revision
    snapshot = current()
    return _gathered(snapshot, str(snapshot.path), snapshot.version, snapshot.revision, chosen, person.bounds)


@st.cache_resource(show_spinner="正在写简报……", max_entries=16)
def _gathered(_snapshot: Snapshot, path: str, version: str, revision: int, chosen: Filters, seer: Person) -> Briefing:
    return briefing(_snapshot, chosen, Casebook(whole_store().for_person(seer)).readable(), UseDecisions(store()).current())


def sentences_html(sentences: Iterable[Sentence]) -> str:
    """The five sentences, each under its question, with where it can be looked up."""
    return f'<section class="lens-briefing">{"".join(map(_sentence, sentences))}</section>'


def _sentence(one: Sentence) -> str:
    links = "".join(f'<a href="{escaped(page_link(each.page, each.asked))}" target="_self">{escaped(each.label)}</a>' for each in one.evidence)
    return f"<div><h2>{escaped(one.topic)}</h2><p>{escaped(one.text)}</p><nav>依据 {links}</nav></div>"


def unspent_html(rows: Sequence[tuple[Unspent, str, str]]) -> str:
    """The projects that left most, each with its unit and the reason its form gives; amounts and rates come in words."""
    if not rows:
        return f'<p class="lens-none">{escaped(templates()["unspent"]["nothing"])}。</p>'
    return f'<ol class="lens-unspent">{"".join(_unspent(*row) for row in rows)}</ol>'


def _unspent(one: Unspent, unspent: str, rate: str) -> str:
    year = f"{one.fiscal_year}年度" if one.fiscal_year else ""
    head = f'<a href="{escaped(project_link(one.project_id))}" target="_self">{escaped(one.project)}</a><b>{escaped(unspent)} 万元</b>'
    facts = " · ".join(part for part in (one.unit, year, f"执行率 {rate}", marked(one.standing)) if part)
    return f"<li><div>{head}</div><p>{escaped(one.reason)}</p><small>{escaped(facts)}</small></li>"
