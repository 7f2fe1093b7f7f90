"""Blank forms to download: those of the known rule sets, or the one of a district and a year, filled in as far as it can be."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.metrics import Filters
from analytics.reports.templates import FORM_TITLE, REGISTER_FILE, blank_form, blank_register, templates
from pages._shared import answer

FIRST_YEAR = 2018
ANY = "不限"


def draw_templates() -> None:
    with st.popover("下载空白表样", icon=":material/download:", type="tertiary"):
        st.caption("按表样填写的文件，本系统能逐格读回。选了区，分值按该区的评分规则填好。")
        options = answer("filter_options", Filters())
        districts = [ANY, *options.loc[options["kind"] == "district", "value"].tolist()]
        years = [ANY, *(str(year) for year in range(date.today().year, FIRST_YEAR - 1, -1))]
        with st.container(horizontal=True):
            district = st.selectbox("区", districts, key="template_district", width=160)
            year = st.selectbox("年度", years, key="template_year", width=140)
        for name, make in _offered(None if district == ANY else district, None if year == ANY else int(year)).items():
            st.download_button(name, make, name, key=f"template_{name}", type="tertiary", icon=":material/description:", on_click="ignore")


def _offered(district: str | None, year: int | None) -> dict:
    """File name -> the workbook, or what makes it."""
    if district is None and year is None:
        return _all()
    where = f"{district or ''}{f'_{year}年度' if year else ''}".strip("_")
    return {
        f"{FORM_TITLE}_{where}.xlsx": lambda: blank_form(None, district, None, year),
        f"{REGISTER_FILE.removesuffix('.xlsx')}_{where}.xlsx": lambda: blank_register(district, None, year),
    }


@st.cache_data(show_spinner=False)
def _all() -> dict[str, bytes]:
    return dict(templates())
