"""Who has no account, or whose session has ended, gets no further than here: the frame asks before it draws anything."""

from __future__ import annotations

import streamlit as st

from analytics.access import whom_to_ask
from analytics.accounts import mark_of
from analytics.settings import setting
from analytics.store import trail
from pages._gate import FROM, KEY, OIDC_COOKIE, account_of, accounts, joined, mode
from pages._links import escaped

ENDED = "登录已经结束，请重新登录。"


def demand() -> None:
    """Return where somebody has signed in (or nobody needs to); draw the way in otherwise, and no more."""
    if mode() == "none" or account_of(st.context.headers.get(KEY, "")):
        return
    if mode() == "oidc":
        _by_provider()
        return
    _stop(ENDED, '<a href="./sign-in" target="_self">去登录</a>' if mode() == "accounts" else "")


def _by_provider() -> None:
    """Who comes back from the provider gets a session of this server, once; the provider's cookie alone opens nothing a second time."""
    token = joined(dict(st.context.cookies), OIDC_COOKIE)
    if not token or not st.user.is_logged_in:
        _offer("请用统一身份认证登录。")
    mark = mark_of(token)
    if accounts().signed_in(mark):
        return
    if accounts().known_mark(mark):
        _offer(ENDED)
    name = str(st.user.get(str(setting("oidc_claim"))) or "").strip()
    account = accounts().find(name) if name else None
    trail.acting.set(trail.Origin(st.context.headers.get(FROM, "")))
    if account is None or account.disabled:
        accounts().refuse(name or "（没有用户名）", "没有开通")
        _stop(f"“{name}”没有开通本系统。{whom_to_ask()}", '<a href="./sign-out" target="_self">换一个用户</a>')
    accounts().open(account.name, token=token)
    st.rerun()


def _offer(said: str) -> None:
    """The way to the provider is an address beside the page, not `st.login`: that one leaves the path which a proxy puts before the server."""
    _stop(said, '<a href="./sign-in" target="_self">去登录</a>')


def _stop(said: str, way: str) -> None:
    _say(said)
    st.html(way)
    st.stop()


def _say(said: str) -> None:
    st.html(f'<header class="lens-page"><h1>预算绩效透视</h1><p>{escaped(said)}</p></header>')
