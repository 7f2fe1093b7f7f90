"""What every page calls: guard, snapshot, filters, answers, charts, figures.

Text that came out of a file is never markup: everything here is escaped before it is drawn as HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import pandas
import plotly.graph_objects as go
import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from analytics.access import Forbidden, Person, demand_entry, may
from analytics.audit import Finding
from analytics.audit.awaited import expected, owed
from analytics.audit.casebook import Casebook
from analytics.audit.selection import in_department
from analytics.audit.standing import contradicted_in, upheld
from analytics.metrics import Filters, Part, run
from analytics.metrics.runner import Contradicted
from analytics.remembered import Shelf
from analytics.settings import setting
from analytics.store import Snapshot, Store, trail
from analytics.wording import duration
from pages import _filters, _first_use
from pages._identity import identity
from pages._links import PAGES, escaped, findings_link, open_project, project_link
from pages._measures import explain, measure_row
from pages._ready import ready
from pages._run import once
from pages._tables import begin_tables, html_table, searched, table
from pages._telephone import on_telephone

__all__ = [
    "admit", "answer", "chart", "current", "download", "drawn_charts", "escaped", "explain", "filters", "findings_link", "findings_of",
    "how_many", "html_table", "is_empty", "kept_filters", "later", "measure_row", "open_project", "page", "project_link", "refuse", "searched", "settled",
    "sidebar_note", "store", "table", "taken", "whole_store",
]  # fmt: skip

_admitted: ContextVar[tuple[str, str] | None] = ContextVar("admitted", default=None)  # the hash and the name of the page
_drawn: ContextVar[list[go.Figure] | None] = ContextVar("drawn", default=None)
_answers: Shelf[pandas.DataFrame] = Shelf(512)
_choices: Shelf[_filters.Choices] = Shelf(16)


# ---- the way in


def admit(name: str) -> None:
    """Called by the frame alone: this run may draw the page of this name."""
    context = get_script_run_ctx()
    _admitted.set((context.page_script_hash, name) if context else None)
    _drawn.set([])
    begin_tables()


def guard() -> str:
    """Stop unless the frame let this run in: the first statement of every page, through `page`. Returns the name of the page."""
    context, admitted = get_script_run_ctx(), _admitted.get()
    if context is None or admitted is None or admitted[0] != context.page_script_hash:
        st.error("请从首页进入。")
        st.stop()
    return admitted[1]


def page(title: str, question: str) -> None:
    """Guard, then the title of the page and the one question it answers; in place of a page that this person may not see, why."""
    name = guard()
    st.html(f'<header class="lens-page"><h1>{escaped(title)}</h1><p>{escaped(question)}</p></header>')
    try:
        demand_entry(identity(), "pages", name)
    except Forbidden as refused:
        store().note("refused", f"页面 {title}", {"because": refused.message})
        refuse(refused)
    if not settled():
        words = f"稽核进行中（约{duration(expected(whole_store()))}），印证情况先按表内比率显示，下载暂停；完成后自动更新。"
        st.html(f'<p class="lens-preliminary" role="status">{escaped(words)}</p>')


def refuse(refused: Forbidden) -> None:
    """Say why something is not open to this person and whom to ask, and draw no more."""
    with st.container(key="refused"):
        st.html(f'<div class="lens-empty"><h2>这里没有对您开放</h2><p>{escaped(refused.message)}</p><p>{escaped(refused.remedy)}</p></div>')
    st.stop()


# ---- the data


@cache
def _store(directory: str) -> Store:
    return Store(Path(directory))


def whole_store() -> Store:
    """The store this server keeps, without bounds: for accounts and the log, never to show data from."""
    return _store(str(PAGES.parent / str(setting("store"))))


def store() -> Store:
    """The store this server keeps (the setting `store`, relative to the project) as the person of this session sees it."""
    person = identity()
    return once(("store", person), lambda: whole_store().for_person(person))


def current() -> Snapshot:
    """The snapshot that readers see now: one and the same for all of a page, unless this server changes the store meanwhile."""
    own = store()
    return once(("snapshot", own.directory, own.ledger.commits, own.person), own.snapshot)


def is_empty() -> bool:
    """True when nothing has been imported yet; the way to 数据导入 is then drawn in place of the page."""
    if not current().empty:
        return False
    with st.container(key="empty_state"):
        _first_use.draw(store(), may(identity(), "import"))
    return True


@st.cache_resource(show_spinner="正在核对疑点……", max_entries=4)
def _contradicted(_snapshot: Snapshot, path: str, version: str, revision: int) -> Contradicted:
    return contradicted_in(store())


def _doubted(snapshot: Snapshot) -> Contradicted | None:
    """The projects that the audit contradicts; None before it is done."""
    return _contradicted(snapshot, str(snapshot.path), snapshot.version, snapshot.revision) if settled() else None


def settled() -> bool:
    """Whether the audit of what is shown is done: until then standings rest on each form alone, and every page says so."""
    return once(("settled", current().path), lambda: not owed(whole_store()))


@st.cache_resource(show_spinner=False, max_entries=64)
def _by_project(_snapshot: Snapshot, path: str, version: str, revision: int, department: str | None, seer: Person) -> dict[str, tuple[Finding, ...]]:
    return in_department(_snapshot, upheld(Casebook(whole_store().for_person(seer)).about(department)), department)


def findings_of(project_id: str, department: str | None) -> tuple[Finding, ...]:
    """What the rules say about a project of a department, worst first, as far as this person may read it; nothing before the audit is done."""
    if not settled():
        return ()
    snapshot = current()
    return _by_project(snapshot, str(snapshot.path), snapshot.version, snapshot.revision, department, identity().bounds).get(project_id, ())


def answer(metric: str, filters: Filters, by: str | None = None, **parameters: Any) -> pandas.DataFrame:
    """The metric's table, or a `part` of it; asked once for a snapshot, a scope, filters and parameters (which must be hashable).

    Everybody gets a view of the same table: pandas copies a column before it changes it.
    """
    snapshot = current()

    def asked() -> pandas.DataFrame:
        return run(snapshot, metric, filters, by, _doubted(snapshot), **parameters)

    return _answers.of((_mark(snapshot), metric, filters, by, tuple(sorted(parameters.items()))), asked).copy(deep=False)


def _mark(snapshot: Snapshot) -> tuple:
    """What tells the answers of one state of the data, seen by one kind of person, from all others."""
    return snapshot.path, snapshot.version, snapshot.revision, snapshot.scope, settled()


def how_many(metric: str, filters: Filters, **conditions: Any) -> int:
    """How many rows the metric's table has; `conditions` as in Part."""
    return int(answer(metric, filters, part=Part(**conditions)).iloc[0]["rows"])


def later(metric: str, filters: Filters, **parameters: Any) -> Callable[[], pandas.DataFrame]:
    """What makes the metric's whole table when a file is asked for, outside the session: everything is taken along now."""
    snapshot = current()
    doubted = _doubted(snapshot)
    return lambda: run(snapshot, metric, filters, None, doubted, **parameters)


def filters(district: bool = True) -> Filters:
    """Draw the shared filter bar and the words of what is chosen; the choice is kept across pages and in the address.

    Without `district` the page asks for districts itself: the bar and its words leave them to it.
    """
    choices = _choices.of(_mark(current()), lambda: _filters.choices(answer("filter_options", Filters())))
    chosen = _filters.bar(choices, district)
    chips = _filters.chips(district)
    lost = _filters.ignored(choices)
    notice = f'<p class="lens-ignored" role="status">{escaped(lost)}</p>' if lost else ""
    st.html(f'<p class="lens-scope">当前范围 {chips}</p>{notice}')
    return chosen


def kept_filters() -> dict[str, list[str]]:
    """What was chosen on pages with the filter bar, by key (year, district, department, …), for a page without it; stands in the address too."""
    _filters.write_address()
    return _filters.kept()


# ---- drawing


def chart(fig: go.Figure, key: str, on_select: Any = None) -> Any:
    """Draw a figure with a Chinese toolbar and, folded under it, its table; with `on_select` ("rerun" or a callback) returns the points a person clicked."""
    if (held := _drawn.get()) is not None:
        held.append(fig)
    choosing = {} if on_select is None else {"on_select": on_select, "selection_mode": "points"}
    drawn = ready(fig, on_telephone(), bool(choosing))
    with st.container(key=f"aside_{key}") if drawn.aside else nullcontext():
        points = st.plotly_chart(drawn.figure, height=drawn.height, key=key, theme=None, config=drawn.toolbar, alt=drawn.words, **choosing)
    if drawn.table:
        st.html(drawn.table)
    return points


def drawn_charts() -> list[go.Figure]:
    """The figures that this run of the page has drawn so far, in their order."""
    return list(_drawn.get() or ())


def taken(data: Any, file_name: str) -> Callable[[], bytes]:
    """The data of a file, or what makes them, so that handing it over is kept in the trail; every download button is given this."""
    here, origin = store(), trail.acting.get()

    def handed_over() -> bytes:
        content = data() if callable(data) else data
        before = trail.acting.set(origin)  # the server asks for it in a thread of its own
        try:
            here.note("export", file_name)
        finally:
            trail.acting.reset(before)
        return content

    return handed_over


def download(label: str, data: Any, file_name: str) -> None:
    """A button that hands over a file; `data` is bytes, or a function that makes them when the button is pressed."""
    st.download_button(
        label, taken(data, file_name), file_name, key=f"download_{file_name}", icon=":material/download:", on_click="ignore", disabled=not settled()
    )


@st.cache_data(show_spinner=False, max_entries=16)
def _built(path: str, version: str) -> str:
    """The day on which a version was built, in words; empty where the ledger does not know it."""
    built = next((one.built_at.replace(tzinfo=UTC).astimezone() for one in whole_store().versions() if one.version == version), None)
    return f"{built.year}年{built.month}月{built.day}日" if built else ""


def sidebar_note() -> None:
    """In small grey, which snapshot is shown and of which day."""
    snapshot = current()
    lines = ["还没有数据"] if snapshot.empty else [f"数据版本 {snapshot.version}", _built(str(snapshot.path), snapshot.version)]
    missing = "、".join(_damaged(str(snapshot.path), snapshot.version))
    warning = f'<p class="lens-lost" role="alert">{escaped(f"{missing} 的存储已损坏，没有计入任何数字。请告诉系统管理员。")}</p>' if missing else ""
    st.html(f'{warning}<div class="lens-note">{"<br>".join(escaped(line) for line in lines if line)}</div>')


@st.cache_data(show_spinner=False, max_entries=16)
def _damaged(path: str, version: str) -> list[str]:
    """The files whose stored records cannot be read any more."""
    return [f"“{one['file']}”" for one in current().damaged]
