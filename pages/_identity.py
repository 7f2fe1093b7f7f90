"""Who is acting. Until there is a sign-in a person picks name and role in the sidebar; it holds on every page of the session.

The browser tab keeps the choice and brings it back after a reload (_client/identity.js). That is a convenience and no
security: anybody may pick any name until there is a sign-in.
"""

from __future__ import annotations

import json
from urllib.parse import unquote

import streamlit as st

from analytics.access import LOCAL_PERSON, ROLES, Person
from analytics.metrics import Filters
from analytics.store import trail
from pages._gate import FROM, KEY, account_of, accounts, mode
from pages._links import escaped, plain_markdown
from pages._run import once

PICKED = ("auditor", "clerk", "viewer", "admin")
NOBODY = Person("", "")
DRAWN_FOR = "drawn_for"
LONGEST_NAME = 30
COOKIE = "lens_identity"
ASKED = "identity_asked"  # whether the browser was asked in this session whom it kept
MOST_DEPARTMENTS, LONGEST_DEPARTMENT = 50, 120


def identity() -> Person:
    """The person of this session, looked up anew for each page; whoever has not signed in, or is signed out, is nobody."""
    if mode() == "none":
        person, place = once("picked", _picked), "本机"
    else:
        headers, ledger = st.context.headers, accounts().store.ledger
        key = headers.get(KEY, "")
        account = once(("account", key, ledger.commits), lambda: account_of(key))
        person, place = account.person if account else NOBODY, headers.get(FROM, "")
    trail.acting.set(trail.Origin(place, person.role, person.account))
    return person


def note_drawn() -> None:
    """Keep for whom the whole page is drawn; parts of it that are drawn again alone still show what was this person's."""
    st.session_state[DRAWN_FOR] = identity()


def changed_since_drawn() -> bool:
    """Whether whoever acts is not, or may not do, what the whole page was drawn for."""
    return st.session_state.get(DRAWN_FOR) != identity()


def _picked() -> Person:
    """Where nobody signs in: an auditor of the local name unless somebody else was picked."""
    name = " ".join((st.session_state.get("identity_name") or "").split())[:LONGEST_NAME]
    role = st.session_state.get("identity_role")
    departments = st.session_state.get("identity_departments") or []
    chosen = role if role in PICKED else PICKED[0]
    return Person(name or LOCAL_PERSON, chosen, tuple(sorted(departments)) if chosen == "clerk" else ())


def signing(person: Person) -> str:
    """The name that stands on a paper: empty, a line to sign on, where nobody was picked."""
    return "" if person.name == LOCAL_PERSON else person.name


def words(person: Person) -> str:
    """`张三 · 审计`; a clerk with the department."""
    units = person.departments
    whose = f" · {units[0]}{f'等{len(units)}个部门' if len(units) > 1 else ''}" if units else ""
    return f"{person.name} · {ROLES[person.role]}{whose}"


def recall() -> None:
    """Take over, once a session, whom the browser tab kept from before a reload."""
    if st.session_state.get(ASKED):
        return
    st.session_state[ASKED] = True
    sent = st.context.cookies.get(COOKIE)
    name, role, departments = kept_person(sent if isinstance(sent, str) else "")
    for key, value in (("identity_name", name), ("identity_role", role), ("identity_departments", departments)):
        if value and not st.session_state.get(key):
            st.session_state[key] = value


def kept_person(text: str) -> tuple[str, str, list[str]]:
    """Name, role and departments out of what a browser sent, which may be anything; empty where it is no such person."""
    try:
        sent = json.loads(unquote(text))
    except ValueError:
        return "", "", []
    if not isinstance(sent, dict) or sent.get("role") not in PICKED or not isinstance(sent.get("name"), str):
        return "", "", []
    listed = sent.get("departments")
    departments = [one[:LONGEST_DEPARTMENT] for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return sent["name"][:LONGEST_NAME], sent["role"], departments[:MOST_DEPARTMENTS]


def to_keep() -> str:
    """What the browser shall keep: nothing where nobody was picked."""
    name, role = st.session_state.get("identity_name") or "", st.session_state.get("identity_role") or PICKED[0]
    if not name and role == PICKED[0]:
        return ""
    return json.dumps({"name": name, "role": role, "departments": st.session_state.get("identity_departments") or []}, ensure_ascii=False)


def draw() -> None:
    """The small card in the sidebar that says who is acting; where nobody signs in, it lets one pick."""
    if mode() != "none":
        _draw_signed_in(identity())
        return
    recall()
    st.session_state.setdefault("identity_role", PICKED[0])
    with st.container(key="identity"):
        _card()
        st.html(f'<i class="lens-identity" data-identity="{escaped(to_keep())}"></i>')


def _draw_signed_in(person: Person) -> None:
    with st.container(key="identity"), st.popover(plain_markdown(words(person)), icon=":material/person:", width="stretch", key="identity_popover"):
        bound = "、".join((*person.districts, *person.departments))
        st.caption(plain_markdown(f"用户名 {person.account}" + (f"；只限{bound}" if bound else "")))
        links = [("./password", "修改密码")] if mode() == "accounts" else []
        links += [("./sign-out", "退出登录")] if mode() != "gateway" else []
        st.html("　".join(f'<a href="{address}" target="_self">{label}</a>' for address, label in links))


def _card() -> None:
    with st.popover(plain_markdown(words(identity())), icon=":material/person:", width="stretch", key="identity_popover"):
        st.text_input("姓名", key="identity_name", max_chars=LONGEST_NAME, placeholder=LOCAL_PERSON, persist_state="session")
        st.segmented_control("角色", PICKED, key="identity_role", required=True, format_func=ROLES.__getitem__, persist_state="session")
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
