"""The filter bar that all pages share: five questions in one row, in the address, kept from page to page.

What stands in the address was written by anybody: a value that is not among the choices is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.metrics import Filters

ALL = "全部"
# words -> at least, below (万元 of the budget; None is open)
AMOUNTS: Mapping[str, tuple[float | None, float | None]] = {
    ALL: (None, None),
    "10万以内": (None, 10),
    "10–100万": (10, 100),
    "100–1000万": (100, 1000),
    "1000万以上": (1000, None),
}
# words -> at least, below (ratios)
RATES: Mapping[str, tuple[float | None, float | None]] = {
    ALL: (None, None),
    "低于50%": (None, 0.5),
    "低于80%": (None, 0.8),
    "50–80%": (0.5, 0.8),
    "80–95%": (0.8, 0.95),
    "95%以上": (0.95, None),
}
SPAN = re.compile(r"^(\d{1,7}(?:\.\d{1,2})?)[-–~至](\d{1,7}(?:\.\d{1,2})?)(?:万|%)?$")
KEYS = ("year", "district", "department", "amount", "rate")
KEPT = "filters_kept"


def bounds(words: str | None, known: Mapping[str, tuple[float | None, float | None]], one: float) -> tuple[float | None, float | None] | None:
    """The bounds that the words name: a known band, or a span typed by hand (`30-60`), where `one` is what 1 stands for; None if neither."""
    if not words or words in known:
        return known.get(words or ALL)
    typed = SPAN.match(words.replace(" ", "").replace("%", "").replace("万", ""))
    if typed is None or float(typed[1]) >= float(typed[2]):
        return None
    return float(typed[1]) * one, float(typed[2]) * one


def bar(options: pandas.DataFrame) -> Filters:
    """Draw the bar over `options` (the metric filter_options) and return what was chosen."""
    _bring_back()
    with st.container(key="filter_bar"):
        year, district, department, amount, rate, reset = st.columns([1.1, 1.2, 2, 1.2, 1.2, 0.6], vertical_alignment="bottom")
        years = _choose(year, "年度", "year", sorted((int(text) for text in _offered(options, "year")), reverse=True))
        districts = _choose(district, "区", "district", _offered(options, "district"))
        near = options[options["district"].isin(districts)] if districts else options  # departments of the chosen districts
        departments = _choose(department, "部门", "department", _offered(near, "department"))
        money = _band(amount, "资金规模", "amount", AMOUNTS, 1, "按预算数分段；也可以自己输入，如 30-60（万元）")
        share = _band(rate, "执行率", "rate", RATES, 0.01, "也可以自己输入区间，如 30-60（%）；下限含、上限不含")
        reset.button("重置", key="filters_reset", on_click=clear, width="stretch", disabled=not _any_chosen())
    _keep()
    return Filters(
        years=tuple(years),
        districts=tuple(districts),
        departments=tuple(departments),
        budget_min=money[0],
        budget_max=money[1],
        rate_min=share[0],
        rate_max=share[1],
    )


def clear() -> None:
    """Take every filter back."""
    for key in KEYS:
        st.session_state[key] = ALL if key in ("amount", "rate") else []
    st.session_state[KEPT] = {}


def _choose(place: Any, label: str, key: str, options: Sequence[Any]) -> list[Any]:
    """A choice of several; what was chosen before and is no longer offered is dropped."""
    if key in st.session_state:
        st.session_state[key] = [value for value in st.session_state[key] if value in options]
    return place.multiselect(label, options, key=key, placeholder=ALL, bind="query-params", persist_state="session")


def _band(place: Any, label: str, key: str, known: Mapping[str, tuple[float | None, float | None]], one: float, hint: str) -> tuple[float | None, float | None]:
    """A choice of one band, or a span typed by hand; what is neither is dropped.

    The address is read and written here: Streamlit's own binding would take any text for a choice where typing is allowed.
    """
    before = st.session_state.get(key) or st.query_params.get(key) or ALL
    readable = bounds(before, known, one) is not None
    if not readable:
        place.caption("看不懂这个区间，请写成 30-60")
    if st.session_state.get(key) != before or not readable:
        st.session_state[key] = before if readable else ALL
    options = list(dict.fromkeys([*known, st.session_state[key]]))
    words = place.selectbox(label, options, key=key, help=hint, accept_new_options=True, persist_state="session") or ALL
    if words != ALL:
        st.query_params[key] = words
    elif key in st.query_params:
        del st.query_params[key]
    return bounds(words, known, one) or (None, None)


def _offered(options: pandas.DataFrame, kind: str) -> list[str]:
    return list(dict.fromkeys(options.loc[options["kind"] == kind, "value"]))


def _any_chosen() -> bool:
    return any(st.session_state.get(key) not in (None, [], ALL) for key in KEYS)


def _keep() -> None:
    """Remember the choice: a page without the bar, or a change of page, takes it out of the address."""
    st.session_state[KEPT] = {key: st.session_state[key] for key in KEYS if st.session_state.get(key) not in (None, [], ALL)}


def _bring_back() -> None:
    """Put the remembered choice back where the address says nothing of it."""
    for key, value in st.session_state.get(KEPT, {}).items():
        if key not in st.session_state and key not in st.query_params:
            st.session_state[key] = value
