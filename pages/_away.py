"""What is taken along from 总览 and 简报: the whole dashboard under the current filters as one .pdf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.access import Person, admitted, may
from analytics.audit.casebook import Casebook
from analytics.audit.use_decisions import UseDecisions
from analytics.metrics import Filters
from pages._away_charts import lacks_fonts
from pages._frame_screens import SCREENS
from pages._imports_job import Job, begin, watch_apart
from pages._links import plain_markdown
from pages._shared import current, settled, store, taken

if TYPE_CHECKING:  # what writes the file takes a fifth of a second to import: nobody waits for it to see a page
    from analytics.reports.dashboard import Asked

FAILURE = "没有做成：程序出了意外错误。请重试；仍不行请把日志交给运维。"
CANCELLED = "已取消，没有留下文件。"
DESK = "away_desk"


@dataclass
class Desk:
    """One person's work on the whole dashboard: under way, or done for these filters and this version."""

    job: Job | None = None
    content: bytes | None = None
    of: str = ""
    said: str | None = None

    def begin(self, given: Asked, person: Person, of: str) -> None:
        """Start to make the file."""
        from analytics.reports.dashboard_pdf import STEPS, dashboard_pdf

        self.content, self.of, self.said = None, of, None
        today = date.today()
        self.job = begin("正在做整个看板", len(STEPS), lambda ear: dashboard_pdf(given, today, person.name, ear), self._take_over, self._take_back)

    def _take_over(self, content: bytes) -> None:
        self.content = content

    def _take_back(self) -> None:
        self.said = CANCELLED

    def stop(self) -> None:
        """End the work under way; nothing of it is kept."""
        if self.job:
            self.job.ear.stop()

    def finish(self) -> None:
        """Take over what was made, or say why it was not."""
        job, self.job = self.job, None
        if job:
            self.said = job.settle(FAILURE) or self.said


def lacks_audit() -> str | None:
    """Why nothing can be taken along yet; nothing where the audit is done."""
    return None if settled() else "稽核完成后才能生成。"


@st.fragment
def draw_dashboard(chosen: Filters, person: Person) -> None:
    """A card that makes the file, shows how far it is, and hands it over."""
    here: Desk = st.session_state.setdefault(DESK, Desk())
    of = f"{chosen.words()}·{current().version}·{person}"
    with st.popover("带走整个看板", icon=":material/picture_as_pdf:", key="away_dashboard"):
        st.caption(f"各页的结论、图和表合成一个 PDF，页眉写明筛选条件。当前：{plain_markdown(chosen.words())}")
        if lacking := lacks_fonts() or lacks_audit():
            st.caption(lacking)
            return
        if here.job is None and st.button("生成 PDF", key="away_make", disabled=here.of == of and here.content is not None):
            here.begin(gathered(chosen, person), person, of)
        if here.job:
            watch_apart(here, here.job)
        if here.said:
            st.info(here.said)
        if here.content and here.of == of:
            name = f"预算绩效看板_{date.today():%Y%m%d}.pdf"
            st.download_button(
                "下载看板（PDF）", taken(here.content, name), name, key="away_pdf", icon=":material/download:", type="primary", on_click="ignore"
            )


def gathered(chosen: Filters, person: Person) -> Asked:
    """What the file is made from: only pages that this person may open; doubts are told one by one only to who works on them."""
    from analytics.reports.dashboard import asked

    cases = Casebook(store()).readable()
    closed = frozenset(title for _, name, title, _ in SCREENS if not admitted(person, "pages", name))
    return asked(current(), chosen, cases, UseDecisions(store()).current(), may(person, "work_cases"), closed)
