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
WRITTEN = "filters_written"  # what this session last put into the address, by key


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
    with st.container(key="filter_bar"):
        year, district, department, amount, rate, reset = st.columns([1.1, 1.2, 2, 1.2, 1.2, 0.6], vertical_alignment="bottom")
        years = _choose(year, "年度", "year", sorted(_offered(options, "year"), reverse=True))
        districts = _choose(district, "区", "district", _offered(options, "district"))
        near = options[options["district"].isin(districts)] if districts else options  # departments of the chosen districts
        departments = _choose(department, "部门", "department", _offered(near, "department"))
        money = _band(amount, "资金规模", "amount", AMOUNTS, 1, "按预算数分段；也可以自己输入，如 30-60（万元）")
        share = _band(rate, "执行率", "rate", RATES, 0.01, "也可以自己输入区间，如 30-60（%）；下限含、上限不含")
        reset.button("重置", key="filters_reset", on_click=clear, width="stretch", disabled=not _any_chosen())
    _write_address()
    return Filters(
        years=tuple(int(text) for text in years),
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


def _choose(place: Any, label: str, key: str, options: Sequence[str]) -> list[str]:
    """A choice of several; what is not offered (any more) is dropped."""
    wished = _from_address(key)
    if wished is None:
        wished = st.session_state.get(key, [])
    kept = [value for value in options if value in wished]
    st.session_state[key] = kept  # always: what a page before this one chose is otherwise forgotten once
    return place.multiselect(label, options, key=key, placeholder=ALL, persist_state="session")


def _band(place: Any, label: str, key: str, known: Mapping[str, tuple[float | None, float | None]], one: float, hint: str) -> tuple[float | None, float | None]:
    """A choice of one band, or a span typed by hand; what is neither is dropped."""
    wished = (_from_address(key) or [st.session_state.get(key) or ALL])[0]
    if bounds(wished, known, one) is None:
        place.caption("看不懂这个区间，请写成 30-60")
        wished = ALL
    st.session_state[key] = wished
    options = list(dict.fromkeys([*known, wished]))
    words = place.selectbox(label, options, key=key, help=hint, accept_new_options=True, persist_state="session")
    return bounds(words, known, one) or (None, None)


def _from_address(key: str) -> list[str] | None:
    """What the address asks for, where that did not come from this bar: a link that was followed, the way back. Else None."""
    asked = st.query_params.get_all(key)
    return asked if asked and asked != st.session_state.get(WRITTEN, {}).get(key) else None


def _write_address() -> None:
    """Put the choice into the address, so that it can be sent to somebody.

    Done here and not by Streamlit's own binding, which forgets the address on a change of page and takes any typed text for a choice.
    """
    chosen = {key: st.session_state.get(key) for key in KEYS}
    written = {key: value if isinstance(value, list) else [value] for key, value in chosen.items() if value not in (None, [], ALL)}
    for key in KEYS:
        if key in written and st.query_params.get_all(key) != written[key]:
            st.query_params[key] = written[key]
        elif key not in written and key in st.query_params:
            del st.query_params[key]
    st.session_state[WRITTEN] = written


def _offered(options: pandas.DataFrame, kind: str) -> list[str]:
    return list(dict.fromkeys(options.loc[options["kind"] == kind, "value"]))


def _any_chosen() -> bool:
    return any(st.session_state.get(key) not in (None, [], ALL) for key in KEYS)
