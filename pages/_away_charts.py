"""What is taken along from any page: the charts that it drew, as pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from analytics.reports.chart_tables import chart_tables
from analytics.reports.picture_bundle import picture_bundle, picture_name
from analytics.reports.typeset import NoChineseFont, machine_fonts
from pages._shared import current, drawn_charts, settled, taken
from pages._tables import read_tables


def draw_charts(title: str) -> None:
    """A button for the charts that this page has drawn, and one for all its tables, if any."""
    if not settled():
        return
    figures, read = [(title, figure) for figure in drawn_charts()], read_tables()
    note, name = f"来源：预算绩效透视“{title}”页；数据版本 {current().version}", f"{picture_name(title)}_%s_{date.today():%Y%m%d}.%s"
    with st.container(horizontal=True):
        if figures and not lacks_fonts():
            _button("下载本页图表和数据（SVG、PNG、Excel）", lambda: picture_bundle(figures, note, read=read), name % ("图表", "zip"), "image")
        if figures or read:
            _button("下载本页表格（Excel）", lambda: chart_tables(figures, note, tables=read) or b"", name % ("表格", "xlsx"), "table")


def _button(label: str, made: Callable[[], bytes], name: str, icon: str) -> None:
    st.download_button(label, taken(made, name), name, key=f"away_{icon}", icon=f":material/{icon}:", type="tertiary", on_click="ignore")


@st.cache_data(show_spinner=False)
def lacks_fonts() -> str | None:
    """Why this server cannot set Chinese on paper; nothing where it can."""
    try:
        machine_fonts()
    except NoChineseFont as error:
        return str(error)
    return None
