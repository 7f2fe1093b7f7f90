"""The filters of the list of findings, beside the bar that all pages share; they stand in the address like those.

What stands in the address was written by anybody: what is not offered is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.audit import CERTAINTIES, FAMILIES, SEVERITIES
from analytics.audit.case import STATUSES
from analytics.audit.listing import FACETS, Asked, Case, facet_counts
from analytics.wording import count
from pages import _filters
from pages._links import escaped

# key in the address -> field of Asked, words before it, names of its values (None: as they are)
CHOICES: Mapping[str, tuple[str, str, Mapping[str, str] | None]] = {
    "severity": ("severities", "程度", SEVERITIES),
    "status": ("statuses", "状态", STATUSES),
    "family": ("families", "类别", FAMILIES),
    "certainty": ("certainties", "把握", CERTAINTIES),
    "owner": ("owners", "责任人", None),
}
STAKES = (0, 1, 10, 50, 100, 500, 1000)  # 万元
SINGLE = ("stake", "search", "finding", "view", "project")
KEYS = (*CHOICES, *SINGLE)
USUAL = {"view": "single"}  # what need not stand in the address
TURN = "doubts_turns"  # counted up with every value that was not chosen in its widget
WRITTEN = "doubts_written"  # what this page last put into the address or took from it
LONGEST_SEARCH = 60


def name(key: str) -> str:
    """The key of a filter's widget in the session."""
    return f"doubts_{key}"


def follow() -> None:
    """Take over what the address asks for and this page did not write."""
    written = st.session_state.get(WRITTEN, {})
    back = _filters.on_the_way_back()
    asked = {key: st.query_params.get_all(key) for key in KEYS}
    for key, values in asked.items():
        if values != written.get(key, []) and (values or back):
            put(key, _taken(key, values))


def _taken(key: str, values: Sequence[str]) -> Any:
    if key not in SINGLE:
        return list(values)
    value = values[-1] if values else ""
    return next((one for one in STAKES if str(one) == value), 0) if key == "stake" else value[:LONGEST_SEARCH]


def put(key: str, value: Any) -> None:
    """Set a filter from elsewhere than its own widget."""
    st.session_state[name(key)] = value
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def write() -> None:
    """Put the choice into the address."""
    chosen = {key: st.session_state.get(name(key)) for key in KEYS}
    written = {key: [str(one) for one in (value if isinstance(value, list) else [value])] for key, value in chosen.items() if value and value != USUAL.get(key)}
    _filters.put(written, st.session_state.get(WRITTEN, {}), KEYS)
    st.session_state[WRITTEN] = written


def bar(cases: Collection[Case]) -> Asked:
    """Draw the filters over the cases in scope, each choice with how many it would leave; returns what was chosen."""
    offered = keep_offered(cases)
    asked = chosen()
    counts = facet_counts(cases, asked)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="doubts_bar"):
        for key in ("severity", "status"):
            _pills(key, offered[key], counts[CHOICES[key][0]])
        st.text_input("搜索", key=name("search"), placeholder="项目、规则、说明……", max_chars=LONGEST_SEARCH, persist_state="session", width=230)
        with st.popover("更多筛选", icon=":material/tune:", key="doubts_more"):
            for key in ("family", "certainty", "owner"):
                _several(key, offered[key])
            at = STAKES.index(st.session_state.get(name("stake")) or 0)
            st.selectbox("涉及金额", STAKES, index=at, key=_own("stake"), format_func=_stake_words, on_change=_keep, args=("stake",))
        st.button("重置", key="doubts_reset", on_click=clear, disabled=not any_chosen())
    return chosen()


def keep_offered(cases: Collection[Case]) -> dict[str, list[str]]:
    """What these cases offer each filter; a choice that they do not offer is taken back."""
    offered = {key: _offered(cases, field, names) for key, (field, _, names) in CHOICES.items()}
    for key, values in offered.items():
        st.session_state[name(key)] = [one for one in st.session_state.get(name(key)) or [] if one in values]
    return offered


def chosen() -> Asked:
    """The choice as it stands in the session."""
    several = {field: tuple(st.session_state.get(name(key)) or ()) for key, (field, *_) in CHOICES.items()}
    stake = st.session_state.get(name("stake")) or None
    return Asked(**several, at_least=stake, search=(st.session_state.get(name("search")) or "").strip())


def chips(asked: Asked, project: str | None) -> None:
    """What is chosen, in words; `project` is the one that the list is narrowed to."""
    chosen_words = [*([f"项目：{project}"] if project else []), *asked.words(STATUSES)]
    said = "".join(f'<span class="lens-chip">{escaped(words)}</span>' for words in chosen_words)
    if said:
        st.html(f'<p class="lens-scope">只看 {said}</p>')


def any_chosen() -> bool:
    """Whether the list is narrowed by anything but the shared filters."""
    return chosen() != Asked() or bool(project())


def project() -> str:
    """The id of the project that the address narrows the list to; empty for none."""
    return st.session_state.get(name("project")) or ""


def clear() -> None:
    """Take every filter of the list back; the opened finding stays open."""
    for key in CHOICES:
        put(key, [])
    put("stake", 0)
    put("search", "")
    put("project", "")


def _offered(cases: Collection[Case], field: str, names: Mapping[str, str] | None) -> list[str]:
    held = {FACETS[field](case) for case in cases}
    return [one for one in names if one in held] if names else sorted(held)


def _pills(key: str, offered: Sequence[str], counts: Mapping[str, int]) -> None:
    """A choice whose values carry their counts. The counts are style, not label: the browser sends a choice back as the label it was drawn with."""
    _, label, names = CHOICES[key]
    st.pills(label, offered, key=name(key), selection_mode="multi", format_func=(names or {}).__getitem__, persist_state="session")
    rules = "".join(f'.st-key-{name(key)} button:nth-of-type({at}) p::after {{ content: " {counts.get(one, 0)}"; }}' for at, one in enumerate(offered, 1))
    st.html(f"<style>{rules}</style>")


def _several(key: str, offered: Sequence[str]) -> None:
    _, label, names = CHOICES[key]
    own = _own(key)
    taken = st.session_state.get(name(key)) or []
    st.multiselect(
        label, offered, default=taken, key=own, format_func=names.__getitem__ if names else str, placeholder=_filters.ALL, on_change=_keep, args=(key,)
    )


def _own(key: str) -> str:
    """The key of a widget in the closed card: a browser does not take over a value for what it has not drawn, so a new value is a new widget."""
    return f"{name(key)}_{st.session_state.get(TURN, 0)}"


def _keep(key: str) -> None:
    st.session_state[name(key)] = st.session_state[_own(key)]


def _stake_words(least: int) -> str:
    return f"{count(least)}万元以上" if least else _filters.ALL
