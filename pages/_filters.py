"""The filter bar that all pages share: five questions in one row, in the address, kept from page to page.

What stands in the address was written by anybody: a value that is not among the choices is dropped, and said to be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas
import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from analytics.metrics import Filters
from analytics.metrics.addresses import ALL, AMOUNTS, KEYS, RATES, SPAN, bounds
from analytics.metrics.filters import EVERYTHING
from analytics.pinyin import in_order, searchable

LABELS = {"year": "年度", "district": "区", "department": "部门"}
WRITTEN = "filters_written"  # what this session last put into the address or took from it, by key
FOLLOWED = "filters_followed"  # what the address of this run asks for and this bar did not write, by key
CHOSEN = "filters_chosen"  # as an object, when the bar was drawn last
MOST_CHIPS = 8  # of one filter; more are one chip
SAME_STEP = "same_step"  # pages/_client/address.js: a change of address with this mark is no new step for the way back


def follow() -> None:
    """Take over what the address asks for, where this bar did not write it: a link, an address typed by hand, the way back.

    An address without filters asks for nothing, except on the way back: there it says that nothing was chosen then.
    """
    written = st.session_state.get(WRITTEN, {})
    back = on_the_way_back()
    asked = {key: st.query_params.get_all(key) for key in KEYS}
    followed = {key: values for key, values in asked.items() if values != written.get(key, []) and (values or back)}
    for key, values in followed.items():
        st.session_state[key] = (values or [ALL])[0] if key in ("amount", "rate") else values
    st.session_state[FOLLOWED] = followed
    st.session_state[WRITTEN] = {key: values for key, values in {**written, **followed}.items() if values}


def on_the_way_back() -> bool:
    """Whether this run answers a press of Back or Forward."""
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def kept() -> dict[str, list[str]]:
    """The choice as it stands in an address, by key: for links to other pages, and for pages without the bar."""
    return dict(st.session_state.get(WRITTEN, {}))


@dataclass(frozen=True)
class Choices:
    """What the bar offers, each in the order in which it is read; departments with the district of each."""

    years: tuple[str, ...]
    districts: tuple[str, ...]
    departments: Mapping[str, str | None]

    def of(self, key: str) -> Collection[str]:
        """What is offered for year, district or department."""
        return {"year": self.years, "district": self.districts, "department": self.departments.keys()}[key]

    def departments_in(self, districts: Sequence[str]) -> list[str]:
        """The departments of these districts; all where none is named."""
        return [name for name, place in self.departments.items() if not districts or place in districts]


def choices(options: pandas.DataFrame) -> Choices:
    """What the metric filter_options found, in order."""
    named = {kind: dict(zip(rows["value"], rows["district"])) for kind, rows in options.groupby("kind")}
    departments = named.get("department", {})
    years, districts = sorted(named.get("year", ()), reverse=True), in_order(named.get("district", ()))
    return Choices(tuple(years), tuple(districts), {name: departments[name] for name in in_order(departments)})


def bar(offered: Choices, district: bool = True) -> Filters:
    """Draw the bar over what is offered and return what was chosen; without `district` that one is kept, not asked."""
    with st.container(key="filter_bar"):
        st.html('<details class="lens-fold"><summary>筛选</summary></details>')  # seen on a telephone alone (style.css)
        places = iter(st.columns([1.1, 1.2, 2, 1.2, 1.2, 0.6] if district else [1.1, 2.6, 1.2, 1.2, 0.6], vertical_alignment="bottom"))
        years = _choose(next(places), "year", offered.years)
        districts = _choose(next(places) if district else None, "district", offered.districts)
        departments = _choose(next(places), "department", offered.departments_in(districts if district else ()))
        money = _band(next(places), "资金规模", "amount", AMOUNTS, 1, "按预算数分段；也可以自己输入，如 30-60（万元）")
        share = _band(next(places), "执行率", "rate", RATES, 0.01, "也可以自己输入区间，如 30-60（%）；下限含、上限不含")
        next(places).button("重置", key="filters_reset", on_click=clear, width="stretch", disabled=not _any_chosen())
    write_address()
    chosen = Filters(
        years=tuple(int(text) for text in years),
        districts=tuple(districts),
        departments=tuple(departments),
        budget_min=money[0],
        budget_max=money[1],
        rate_min=share[0],
        rate_max=share[1],
    )
    st.session_state[CHOSEN] = chosen
    return chosen


def last() -> Filters:
    """What was chosen when the bar was drawn last: for what answers beside the page."""
    return st.session_state.get(CHOSEN, Filters())


def ignored(offered: Choices) -> str:
    """What the address asked for and the data do not hold, in one sentence; empty where all was found."""
    lost = [
        f"{LABELS[key]}={value[:30]}"
        for key, values in st.session_state.get(FOLLOWED, {}).items()
        if key in LABELS
        for value in dict.fromkeys(values)
        if value not in offered.of(key)
    ]
    return f"地址里的 {'、'.join(lost[:5])}{' 等' if len(lost) > 5 else ''} 在数据中没有，已忽略" if lost else ""


def chips(district: bool = True) -> str:
    """What is chosen, as HTML: each choice a link that takes it back (so that the way back undoes it); without `district` that one is left out."""
    here = {key: st.query_params.get_all(key) for key in st.query_params} | {key: [] for key in KEYS} | kept()
    drawn = []
    for key, values in kept().items():
        said = [(f"{len(values)}个{LABELS[key]}", values)] if len(values) > MOST_CHIPS else [(_chip_words(key, value), [value]) for value in values]
        for words, gone in said if district or key != "district" else ():
            rest = urlencode({**here, key: [value for value in values if value not in gone]}, doseq=True)
            title = f"去掉“{escape(words)}”这个条件"
            about = f'href="?{escape(rest)}" target="_self" title="{title}" aria-label="{title}"'
            drawn.append(f'<a class="lens-chip" {about}>{escape(words)}<i aria-hidden="true">×</i></a>')
    return "".join(drawn) or f'<span class="lens-chip">{EVERYTHING}</span>'


def _chip_words(key: str, value: str) -> str:
    return {
        "year": f"{value}年度",
        "amount": f"预算{value}{'万元' if SPAN.match(value) and value[-1].isdigit() else ''}",
        "rate": f"执行率{value}{'%' if value[-1].isdigit() else ''}",
    }.get(key, value)


def narrow(key: str, value: str) -> None:
    """Choose one value of a filter from elsewhere than its widget, before the bar is drawn; chosen already, it is taken back."""
    single = key in ("amount", "rate")
    chosen = value if single else [value]
    st.session_state[key] = (ALL if single else []) if st.session_state.get(key) == chosen else chosen


def clear() -> None:
    """Take every filter back."""
    for key in KEYS:
        st.session_state[key] = ALL if key in ("amount", "rate") else []


def write_address() -> None:
    """Put the choice into the address, so that it can be sent to somebody; one step for the way back, none where nothing was chosen anew.

    Done here and not by Streamlit's own binding, which forgets the address on a change of page and takes any typed text for a choice.
    """
    before = kept()
    chosen = {key: st.session_state.get(key, before.get(key)) for key in KEYS}
    written = {key: value if isinstance(value, list) else [value] for key, value in chosen.items() if value not in (None, [], ALL)}
    put(written, before, KEYS, quiet=bool(st.session_state.get(FOLLOWED)))
    st.session_state[WRITTEN] = written


def put(written: Mapping[str, list[str]], before: Mapping[str, list[str]], keys: Sequence[str], quiet: bool = False) -> None:
    """Have these keys of the address say what is written, as one step for the way back; `quiet`, or where nothing differs from before: none."""
    new = {key: value for key, value in written.items() if st.query_params.get_all(key) != value}
    changes = [partial(st.query_params.update, new)] if new else []
    changes += [partial(st.query_params.pop, key) for key in keys if key not in written and key in st.query_params]
    if changes and (quiet or written == before):
        st.query_params[SAME_STEP] = "1"
    for change in changes:
        change()
        st.query_params[SAME_STEP] = "1"
    st.query_params.pop(SAME_STEP, None)


def _choose(place: Any, key: str, options: Sequence[str]) -> list[str]:
    """A choice of several, drawn where there is a place; what is not offered (any more) is dropped."""
    wished = st.session_state.get(key, kept().get(key, []))
    found = [value for value in options if value in wished]
    st.session_state[key] = found  # always: what a page before this one chose is otherwise forgotten once
    said = str if key == "year" else searchable
    return place.multiselect(LABELS[key], options, key=key, format_func=said, placeholder=ALL, persist_state="session") if place else found


def _band(place: Any, label: str, key: str, known: Mapping[str, tuple[float | None, float | None]], one: float, hint: str) -> tuple[float | None, float | None]:
    """A choice of one band, or a span typed by hand; what is neither is dropped."""
    wished = st.session_state.get(key) or ALL
    if bounds(wished, known, one) is None:
        place.caption("看不懂这个区间，请写成 30-60")
        wished = ALL
    st.session_state[key] = wished
    options = list(dict.fromkeys([*known, wished]))
    words = place.selectbox(label, options, key=key, help=hint, accept_new_options=True, persist_state="session")
    return bounds(words, known, one) or (None, None)


def _any_chosen() -> bool:
    return any(st.session_state.get(key) not in (None, [], ALL) for key in KEYS)
