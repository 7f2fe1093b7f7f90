"""What the pages of findings share: the casebook, what was opened, what was done and how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from analytics.access import Person
from analytics.audit import Finding
from analytics.audit.case import CaseError
from analytics.audit.casebook import Casebook
from analytics.audit.listing import Case
from analytics.audit.selection import named_by, owners, selected
from analytics.metrics import Filters, Part, run
from analytics.store import Snapshot
from pages import _findings_filters, _identity
from pages._links import PAGES, escaped, plain_markdown
from pages._shared import answer, current, store

SAID = "doubts_said"
OWNER = ("project_id", "department", "fiscal_year", "name")
"""What tells whose a finding is."""
OPENED = _findings_filters.name("finding")


def style() -> None:
    """The look of findings and of the sheets they stand on."""
    st.html(PAGES / "_client" / "dossier.css")
    st.html(PAGES / "_client" / "findings.css")


def book() -> Casebook:
    """The casebook of the store that this server keeps."""
    return Casebook(store())


def cases_in(filters: Filters, person: Person) -> tuple[Case, ...]:
    """The cases that this person sees under the shared filters, worst first."""
    cases = book().cases(person)  # first: a retest that is still owed changes the revision
    snapshot = current()
    return _cases_in(snapshot, str(snapshot.path), snapshot.version, snapshot.revision, person, filters) if filters.as_mapping() else cases


@st.cache_resource(show_spinner=False, max_entries=16)
def _cases_in(_snapshot: Snapshot, path: str, version: str, revision: int, person: Person, filters: Filters) -> tuple[Case, ...]:
    cases = book().cases(person)
    left = {one.key for one in selected([case.finding for case in cases], _snapshot, filters)}
    return tuple(case for case in cases if case.finding.key in left)


def projects_in(filters: Filters, person: Person) -> list[dict[str, Any]]:
    """The projects under the shared filters that the cases of this person may be about."""
    cases_in(filters, person)
    snapshot = current()
    return _projects_in(snapshot, str(snapshot.path), snapshot.version, snapshot.revision, person, filters)


@st.cache_resource(show_spinner=False, max_entries=16)
def _projects_in(_snapshot: Snapshot, path: str, version: str, revision: int, person: Person, filters: Filters) -> list[dict[str, Any]]:
    findings = [case.finding for case in cases_in(filters, person)]
    return named_by(findings, partial(run, _snapshot, "named_projects", filters))


def of_project(cases: Sequence[Case], project_id: str) -> tuple[tuple[Case, ...], str]:
    """The cases about one project, and its name; none and no name where there is no such project."""
    row = answer("project_list", Filters(), part=Part(OWNER, 1, where=(("project_id", "=", project_id),)))
    if row.empty:
        return (), ""
    own = owners([case.finding for case in cases], row.to_dict("records"))
    return tuple(case for case in cases if case.finding.key in own), row["name"].iloc[0]


def project_of(finding: Finding) -> str | None:
    """The id of the project that a finding is about; None where it is about none."""
    if finding.department is None or finding.fiscal_year is None:
        return None
    near = Filters(years=(finding.fiscal_year,), departments=(finding.department,))
    return owners([finding], answer("project_list", near, part=Part(OWNER)).to_dict("records")).get(finding.key)


def opened() -> str | None:
    """The key of the finding that is open."""
    return st.session_state.get(OPENED) or None


def open_finding(key: str | None) -> None:
    """Open a finding, or none."""
    st.session_state[OPENED] = key or ""


def attempt(done: str, deed: Callable[[], Any]) -> None:
    """Do it; say `done`, or why not, and draw everything anew. A part that was drawn for who somebody was before does nothing."""
    if _identity.changed_since_drawn():
        st.session_state[SAID] = ("error", "您的角色或负责范围刚刚有了变化，这一步没有执行。请按现在的页面再办。")
        st.rerun()
    try:
        deed()
    except CaseError as error:
        st.session_state[SAID] = ("error", " ".join(part for part in (error.message, error.remedy) if part))
    else:
        st.session_state[SAID] = ("done", done)
    st.rerun()


def say() -> None:
    """What the last deed came to, once: done in passing, refused where it is read."""
    kind, words = st.session_state.pop(SAID, (None, None))
    if kind == "done":
        st.toast(plain_markdown(words), icon=":material/check_circle:")
    elif kind:
        st.html(f'<p class="lens-said error" role="alert">{escaped(words)}</p>')


def several(keys: Sequence[str]) -> str:
    """`这条` or `12条`, for what a button says."""
    return "这条" if len(keys) == 1 else f"{len(keys)}条"
