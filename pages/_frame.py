"""The frame of every page: which pages there are, the sidebar, the style sheet. Streamlit runs it first on every run."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from analytics.access import Person, admitted  # noqa: E402
from pages import _awaited, _away_charts, _entry, _filters, _identity, _shared, _way  # noqa: E402
from pages._frame_screens import SCREENS  # noqa: E402
from pages._turns import turn  # noqa: E402

PAGES = Path(__file__).resolve().parent


def sections(person: Person) -> dict[str, list]:
    """The pages by section, in the order of SCREENS; the first one opens at the root address. What is not for this person is not listed."""
    found: dict[str, list] = {}
    for section, name, title, icon in SCREENS:
        shown = "visible" if admitted(person, "pages", name) else "hidden"
        screen = st.Page(PAGES / f"{name}.py", title=title, icon=icon, url_path=name, default=name == "overview", visibility=shown)
        found.setdefault(section, []).append(screen)
    return found


with turn():
    st.set_page_config(
        page_title="预算绩效透视",
        layout="wide",
        initial_sidebar_state="auto",  # open beside a page, folded on a telephone
        menu_items={"About": "**预算绩效透视**：读入公开的绩效自评表，逐项重算，说明哪些数字可以相信、可以比较。"},
    )
    st.html(PAGES / "_client" / "style.css")
    _identity.recall()
    _entry.demand()
    who = _identity.identity()  # looked up once a run: behind a sign-in each look is a query
    current = st.navigation(sections(who), expanded=True)
    with st.sidebar:
        _identity.draw()
        _shared.sidebar_note()
        _awaited.note_shown()
    _identity.note_drawn()
    _shared.admit(current.url_path or "overview")
    _filters.follow()
    _way.draw({name: title for _, name, title, _ in SCREENS if admitted(who, "pages", name)})
    current.run()
    _away_charts.draw_charts(current.title)
