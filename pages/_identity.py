"""Who is acting. Until there is a sign-in a person picks name and role in the sidebar; it holds on every page of the session."""

from __future__ import annotations

import streamlit as st

from analytics.access import LOCAL_PERSON, ROLES, Person
from analytics.metrics import Filters
from pages._links import plain_markdown

PICKED = ("auditor", "clerk", "viewer")
LONGEST_NAME = 30


def identity() -> Person:
    """The person of this session; an auditor of the local name where nobody was picked."""
    name = " ".join((st.session_state.get("identity_name") or "").split())[:LONGEST_NAME]
    role = st.session_state.get("identity_role")
    departments = st.session_state.get("identity_departments") or []
    chosen = role if role in PICKED else PICKED[0]
    return Person(name or LOCAL_PERSON, chosen, tuple(sorted(departments)) if chosen == "clerk" else ())


def words(person: Person) -> str:
    """`张三 · 审计`; a clerk with the department."""
    units = person.departments
    whose = f" · {units[0]}{f'等{len(units)}个部门' if len(units) > 1 else ''}" if units else ""
    return f"{person.name} · {ROLES[person.role]}{whose}"


def draw() -> None:
    """The small card in the sidebar that says who is acting and lets one pick."""
    with st.container(key="identity"), st.popover(plain_markdown(words(identity())), icon=":material/person:", width="stretch", key="identity_popover"):
        st.text_input("姓名", key="identity_name", max_chars=LONGEST_NAME, placeholder=LOCAL_PERSON, persist_state="session")
        st.segmented_control("角色", PICKED, key="identity_role", default=PICKED[0], required=True, format_func=ROLES.__getitem__, persist_state="session")
        if st.session_state.get("identity_role") == "clerk":
            _pick_departments()
        st.caption("核实与销号须由两个人办理；每一步都记下姓名和时间。")


def _pick_departments() -> None:
    from pages._shared import answer

    options = answer("filter_options", Filters())
    known = list(dict.fromkeys(options.loc[options["kind"] == "department", "value"]))
    chosen = st.session_state.get("identity_departments") or []
    offered = known + [name for name in chosen if name not in known]
    st.multiselect("本单位", offered, key="identity_departments", placeholder="请选择本单位", persist_state="session")
