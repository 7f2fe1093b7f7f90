"""Signing in, signing out, changing a password: plain forms outside Streamlit, so that what the browser holds is never seen by a script."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from streamlit.auth_util import validate_auth_credentials
from streamlit.errors import StreamlitAuthError
from streamlit.user_info import generate_login_redirect_url

from analytics.accounts import LONGEST, AccountError, SignInRefused
from analytics.settings import setting
from analytics.store import trail
from pages._gate import COOKIE, FROM, RATES, account_of, accounts, mode
from pages._gate import KEY as KEY_HEADER
from pages._links import escaped

logger = logging.getLogger(__name__)
PROVIDER = "default"  # the one under [auth], as Streamlit calls it
FORM = "lens_form"  # the token that a form carries and the browser holds: a form of another site has none
WITHIN = re.compile(r"[a-z_]*(\?[^\s#\\]*)?")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 预算绩效透视</title><link rel="icon" type="image/svg+xml" href="./client/icon.svg">
<link rel="stylesheet" href="./client/palette.css"><link rel="stylesheet" href="./client/sign_in.css"></head>
<body><main><h1>预算绩效透视</h1><h2>{title}</h2>{said}<form method="post" autocomplete="on"><input type="hidden" name="form" value="{token}">{fields}
<button type="submit">{button}</button></form>{below}</main></body></html>"""
NAME = '<label>用户名<input name="name" value="{name}" maxlength="80" autocomplete="username" autofocus required></label>'
SECRET = '<label>{label}<input name="{name}" type="password" maxlength="200" autocomplete="{use}" required></label>'


async def sign_in(request: Request) -> Response:
    """The form, and what comes of it; where a provider signs in, the way there."""
    if mode() == "oidc":
        return _to_provider()
    if mode() != "accounts":
        return RedirectResponse("./")
    if request.method == "GET":
        return _form(request, "登录", NAME.format(name="") + _secret("密码", "password", "current-password"), "登录")
    given = await _given(request)
    if given is None:
        return _again(request, "", "页面放得太久，请再登录一次。", 403)
    name = given.get("name", "")[:80]
    if RATES.exceeded(f"sign-in {_from(request)}", int(setting("sign_in_tries"))):
        return _again(request, name, "登录得太频繁，请一分钟后再试。", 429)
    try:
        token = await run_in_threadpool(_as(request, lambda: accounts().sign_in(name, given.get("password", "")[: LONGEST + 1])))
    except SignInRefused as refused:
        return _again(request, name, str(refused), 401)
    wanted = request.query_params.get("next", "")
    answer = RedirectResponse(f"./{wanted if WITHIN.fullmatch(wanted) else ''}", status_code=303)
    answer.set_cookie(COOKIE, token, **_kept("lax"))
    answer.delete_cookie(FORM)
    return answer


def _to_provider() -> Response:
    try:
        validate_auth_credentials(PROVIDER)
        return RedirectResponse(f".{generate_login_redirect_url(PROVIDER)}", status_code=303)
    except StreamlitAuthError as error:
        logger.error("the provider is not set up: %s", " ".join(str(error).split()))
        return PlainTextResponse("统一身份认证没有配置好，请告诉管理员。", status_code=503)


async def sign_out(request: Request) -> Response:
    """Ends all sessions of the person, after asking: an address alone must not sign anybody out."""
    if request.method == "GET":
        return _form(request, "退出登录", "<p>在所有设备上退出。</p>", "退出登录", '<a href="./">返回</a>')
    if await _given(request) is None:
        return RedirectResponse("./sign-out", status_code=303)
    kind, _, mark = request.headers.get(KEY_HEADER, "").partition(":")
    if kind == "session":
        await run_in_threadpool(_as(request, lambda: accounts().sign_out(mark)))
    answer = RedirectResponse("./auth/logout" if mode() == "oidc" else "./sign-in", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


async def password(request: Request) -> Response:
    """Changing the own password: at first because one must, later because one wants to."""
    account = await run_in_threadpool(account_of, request.headers.get(KEY_HEADER, "")) if mode() == "accounts" else None
    if account is None:
        return RedirectResponse("./sign-in", status_code=303)
    fields = (
        _secret("原密码", "old", "current-password") + _secret("新密码（至少 10 个字符）", "new", "new-password") + _secret("再写一遍", "again", "new-password")
    )
    why = "这是别人给您的初始密码，请先换成自己的。" if account.must_change else ""
    if request.method == "GET":
        return _form(request, "修改密码", fields, "修改", said=why)
    given = await _given(request)
    if given is None or given.get("new") != given.get("again"):
        return _form(request, "修改密码", fields, "修改", said="两遍新密码不一样，或页面放得太久，请再填一次。", status=400)
    try:
        await run_in_threadpool(_as(request, lambda: accounts().change_password(account.name, given.get("old", ""), given["new"])))
        token = await run_in_threadpool(_as(request, lambda: accounts().open(account.name)))
    except (AccountError, SignInRefused) as refused:
        return _form(request, "修改密码", fields, "修改", said=str(refused), status=400)
    answer = RedirectResponse("./", status_code=303)
    answer.set_cookie(COOKIE, token, **_kept("lax"))
    return answer


def _again(request: Request, name: str, said: str, status: int) -> Response:
    return _form(request, "登录", NAME.format(name=escaped(name)) + _secret("密码", "password", "current-password"), "登录", said=said, status=status)


def _form(request: Request, title: str, fields: str, button: str, below: str = "", said: str = "", status: int = 200) -> Response:
    token = request.cookies.get(FORM) or secrets.token_urlsafe(24)
    words = f'<p class="said" role="alert">{escaped(said)}</p>' if said else ""
    page = PAGE.format(title=escaped(title), said=words, token=escaped(token), fields=fields, button=escaped(button), below=below)
    answer = HTMLResponse(page, status_code=status, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})
    answer.set_cookie(FORM, token, **_kept("strict"))
    return answer


def _secret(label: str, name: str, use: str) -> str:
    return SECRET.format(label=label, name=name, use=use)


async def _given(request: Request) -> dict[str, str] | None:
    """The fields of the form; None where it is not one that this browser got from here."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > 8000:
            return None
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    token = request.cookies.get(FORM, "")
    return fields if token and secrets.compare_digest(fields.get("form", "").encode(), token.encode()) else None


def _kept(same_site: str) -> dict:
    return {"httponly": True, "samesite": same_site, "secure": bool(int(setting("https"))), "path": "/"}


def _from(request: Request) -> str:
    return request.headers.get(FROM, "")


def _as(request: Request, deed: Callable):
    """The deed, with where it comes from for the trail."""
    origin = trail.Origin(_from(request))

    def done():
        before = trail.acting.set(origin)
        try:
            return deed()
        finally:
            trail.acting.reset(before)

    return done
