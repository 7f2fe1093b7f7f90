"""用户: who may sign in, with what role, for which part of the data?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.access import ROLES
from analytics.accounts import Account, Accounts
from analytics.errors import LensError
from analytics.metrics import Filters
from pages._gate import mode
from pages._identity import identity
from pages._links import plain_markdown
from pages._shared import answer, escaped, html_table, page, whole_store

SAID = "users_said"
HEADERS = ["用户名", "姓名", "身份", "预算部门", "区", "状态"]
WAYS = {
    "none": "现在不需要登录，只能在本机使用。这里的用户在把 LENS_SIGN_IN 设为 accounts、oidc 或 gateway 之后起作用。",
    "accounts": "用户用这里的用户名和密码登录。",
    "oidc": "用户由统一身份认证登录；用户名要与认证系统送来的一致。",
    "gateway": "用户由网关登录；用户名要与网关送来的一致。",
}


def draw() -> None:
    page("用户", "谁可以登录，以什么身份，能看哪一部分？")
    st.html(f'<p class="lens-finding">{escaped(WAYS.get(mode(), ""))}</p>')
    if said := st.session_state.pop(SAID, None):
        kind, words = said
        st.html(f'<p class="lens-said {kind}" role="status">{escaped(words)}</p>')
    accounts = Accounts(whole_store())
    everybody = accounts.all()
    html_table([_row(one) for one in everybody], HEADERS) if everybody else st.info("还没有用户。先开通一个管理员。")
    left, right = st.columns(2, gap="large")
    with left:
        draw_new(accounts)
    with right:
        if everybody:
            draw_one(accounts, {one.name: one for one in everybody})


def _row(one: Account) -> list[str]:
    standing = "已停用" if one.disabled else "等初始密码修改" if one.must_change else "输错密码，暂停" if one.waits_until else "正常"
    return [one.name, one.title, ROLES.get(one.role, one.role), "、".join(one.departments), "、".join(one.districts) or "全部", standing]


def draw_new(accounts: Accounts) -> None:
    st.subheader("开通")
    name = st.text_input("用户名", key="user_name", max_chars=80, placeholder="登录用，字母、数字或汉字")
    title = st.text_input("姓名", key="user_title", max_chars=30)
    role, departments, districts = _bounds("new", None)
    if st.button("开通", type="primary", key="user_add", disabled=not (name and title)):
        local = mode() in ("none", "accounts")
        _do(lambda: _first(name, accounts.add(name, title, role, departments, districts, local, identity())))


def draw_one(accounts: Accounts, by_name: dict[str, Account]) -> None:
    st.subheader("修改")
    chosen = st.selectbox("哪个用户", list(by_name), key="user_chosen", format_func=lambda name: f"{name}（{by_name[name].title}）")
    one = by_name[chosen or next(iter(by_name))]
    role, departments, districts = _bounds(one.name, one)
    with st.container(horizontal=True):
        if st.button("保存身份和范围", key=f"user_save_{one.name}"):
            _do(lambda: accounts.set_role(one.name, role, departments, districts, identity()) or f"{one.title}的身份和范围已改，下一次点击起生效。")
        if one.local and st.button("重设密码", key=f"user_reset_{one.name}"):
            _do(lambda: _first(one.name, accounts.reset(one.name, identity())))
        label = "重新启用" if one.disabled else "停用"
        if st.button(label, key=f"user_close_{one.name}"):
            _do(lambda: accounts.disable(one.name, not one.disabled, identity()) or f"{one.title}已{label}。")


def _bounds(mark: str, one: Account | None) -> tuple[str, list[str], list[str]]:
    """Role and scope as they are chosen for an account."""
    offered = partial(_offered, answer("filter_options", Filters()))
    role = st.segmented_control(
        "身份", list(ROLES), key=f"user_role_{mark}", default=one.role if one else "clerk", format_func=ROLES.__getitem__, required=True
    )
    departments = st.multiselect(
        "预算部门（填报人员必填）",
        offered("department", one.departments if one else ()),
        list(one.departments) if one else [],
        key=f"user_departments_{mark}",
        placeholder="可多选，也可以输入",
        accept_new_options=True,
    )
    districts = st.multiselect(
        "只许看这些区（不选则不限）",
        offered("district", one.districts if one else ()),
        list(one.districts) if one else [],
        key=f"user_districts_{mark}",
        placeholder="全部",
    )
    return str(role), departments, districts


def _offered(options, kind: str, held: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys([*options.loc[options["kind"] == kind, "value"], *held]))


def _first(name: str, password: str) -> str:
    return f"{plain_markdown(name)} 的初始密码：{password}　只显示这一次，请当面交给本人；第一次登录时要改掉。" if password else f"已开通 {name}。"


def _do(deed: Callable[[], str]) -> None:
    try:
        st.session_state[SAID] = ("success", deed())
    except LensError as refused:
        st.session_state[SAID] = ("error", str(refused))
    st.rerun()


draw()
