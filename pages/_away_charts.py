"""What is taken along from any page: the charts that it drew, as pictures."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.reports.picture_bundle import picture_bundle, picture_name
from analytics.reports.typeset import NoChineseFont, machine_fonts
from pages._shared import current, drawn_charts, taken


def draw_charts(title: str) -> None:
    """A button for the charts that this page has drawn, if any."""
    figures = [(title, figure) for figure in drawn_charts()]
    if not figures or lacks_fonts():
        return
    note = f"来源：预算绩效透视“{title}”页；数据版本 {current().version}"
    name = f"{picture_name(title)}_图表_{date.today():%Y%m%d}.zip"
    st.download_button(
        "下载本页图表和数据（SVG、PNG、Excel）",
        taken(lambda: picture_bundle(figures, note), name),
        name,
        key="away_charts",
        icon=":material/image:",
        type="tertiary",
        on_click="ignore",
    )


@st.cache_data(show_spinner=False)
def lacks_fonts() -> str | None:
    """Why this server cannot set Chinese on paper; nothing where it can."""
    try:
        machine_fonts()
    except NoChineseFont as error:
        return str(error)
    return None
