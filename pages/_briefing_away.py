"""What is taken along from 简报: the document, the same as .pdf, slides with charts that can be edited."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.access import Person
from analytics.metrics import Filters
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_document import briefing_document
from analytics.reports.briefing_pdf import briefing_pdf
from analytics.reports.slides import briefing_slides
from pages._away import draw_dashboard
from pages._away_charts import lacks_fonts
from pages._shared import download


def take_away(found: Briefing, chosen: Filters, person: Person) -> None:
    """One button a form; without a Chinese font on the server there is no .pdf, and that is said."""
    today = date.today()
    name = f"预算绩效简报_{today:%Y%m%d}"
    with st.container(horizontal=True, key="briefing_away"):
        download("下载简报（Word）", lambda: briefing_document(found, today, person.name), f"{name}.docx")
        if lacks_fonts() is None:
            download("下载简报（PDF）", lambda: briefing_pdf(found, today, person.name), f"{name}.pdf")
        download("下载幻灯片", lambda: briefing_slides(found, today, person.name), f"{name}.pptx")
        draw_dashboard(chosen, person)
    if lacking := lacks_fonts():
        st.caption(lacking)
