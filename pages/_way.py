"""What stands above every page: the search, the views kept by name, what stands behind a figure. The browser draws both (_client/way.js), the session answers.

The component has no words of its own and costs half a millisecond a run; nothing is looked up before somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from analytics.errors import LensError
from analytics.metrics.typed import Typed
from analytics.store.saved_views import SavedView, SavedViews
from pages import _explain, _filters, _search
from pages._identity import identity, words

KEY = "way"
BRIDGE = """
export default ({ data, setTriggerValue }) => {
  window.lensWay?.connect(data, (question) => setTriggerValue("asked", question));
};
"""  # Streamlit takes a single line for the name of a file
_component = st.components.v2.component("lens_way", js=BRIDGE, isolate_styles=False)


@st.fragment
def draw(titles: dict[str, str]) -> None:
    """Answer what the browser asked, if anything; `titles` name the pages that this person may open, by address."""
    asked = (st.session_state.get(KEY) or {}).get("asked")
    with st.container(key="way_bridge"):
        _component(key=KEY, data=_answered(asked, titles) if isinstance(asked, dict) else {}, on_asked_change=_ignore, height=1)


def _ignore() -> None:
    """A callback must be there for a question to be heard."""


def _answered(asked: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    turn = asked.get("turn")
    if isinstance(asked.get("search"), str):
        typed = Typed.of(asked["search"])
        return {"turn": turn, "asked": typed.text, "groups": _search.groups(typed, titles)}
    if isinstance(asked.get("explain"), str):
        return {"turn": turn, "explained": _explain.said(asked["explain"], asked.get("project"))}
    return {"turn": turn, **_views(asked, titles)}


# ---- views


def _views(asked: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """The views of this person after the deed that was asked for, with what came of it."""
    person = identity()
    kept = SavedViews(_search.store(), person.account or person.name)
    said, removed = "", None
    deeds: dict[str, Callable[[], str]] = {
        "save": lambda: f"已保存为“{kept.save(str(asked.get('save')), str(asked.get('at'))).name}”",
        "rename": lambda: kept.rename(_number(asked["rename"]), str(asked.get("name"))) or "已改名",
        "remove": lambda: kept.remove(_number(asked["remove"])) or "已删除",
        "restore": lambda: kept.bring_back(_number(asked["restore"])) or "已恢复",
    }
    deed = next((name for name in deeds if name in asked), None)
    try:
        said = deeds[deed]() if deed else ""
        removed = _number(asked["remove"]) if deed == "remove" else None
    except LensError as error:
        said = error.message
    views = [{"id": view.view_id, "name": view.name, "href": view.address, "note": _note(view, titles)} for view in kept.all()]
    return {"views": views, "said": said, "removed": removed, "owner": words(person), "suggested": _suggested()}


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0


def _note(view: SavedView, titles: dict[str, str]) -> str:
    """Which page it is, and what is chosen on it."""
    path, _, query = view.address.partition("?")
    chosen = parse_qs(query)
    parts = [titles.get(path.strip("/") or "overview", ""), *("、".join(chosen[key]) for key in _filters.KEYS if key in chosen)]
    return " · ".join(part for part in parts if part)


def _suggested() -> str:
    """A name for the view as it stands: what is chosen in the filter bar."""
    return " ".join("、".join(values[:2]) for values in _filters.kept().values())[:40]
