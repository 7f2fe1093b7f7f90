"""What stands before Streamlit's own server: headers, the Chinese shell, the error page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import datetime

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.charts.palette import style_sheet
from analytics.fonts import font_face
from analytics.settings import setting
from pages._packed import chart_script

LOG = logging.getLogger("lens.page")
# Styles stand in the elements that Streamlit draws, and a component may come as a blob; nothing else comes from elsewhere or is made of text.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
STRICT = (b"strict-transport-security", b"max-age=31536000")  # where the outside is https
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

# Our scripts beside Streamlit's own, and whether each may wait until the document is read.
CLIENT_SCRIPTS = {
    "older": False,
    "theme": False,
    "identity": False,
    "address": False,
    "chinese": False,
    "cells": True,
    "findings": True,
    "links": True,
    "fresh": True,
    "way": True,
    "screen": True,
    "tour": True,
}
SCRIPTS = "".join(f'<script src="./client/{name}.js"{" defer" if late else ""}></script>' for name, late in CLIENT_SCRIPTS.items())
STYLES = '<link rel="stylesheet" href="./client/way.css">'
CHARTS = chart_script()
# Nearly every page has a chart: its script comes along with the others, and not only once the first chart has been heard of.
EARLY = f'<link rel="modulepreload" crossorigin fetchpriority="low" href="{CHARTS}">' if CHARTS else ""

# What is rewritten in Streamlit's one HTML document: its language, its title with our colours and scripts, a font that is not used
# (the browser would complain), the pointer to the agent interface that is closed, and the words for a browser without scripts.
SHELL = (
    (re.compile(r'<html lang="en">'), '<html lang="zh-CN">'),
    (re.compile(r"<title>[^<]*</title>"), f"<title>预算绩效透视</title>\n    <style>{style_sheet()}{font_face('./client')}</style>{SCRIPTS}{STYLES}{EARLY}"),
    (re.compile(r'<link rel="shortcut icon"[^>]*>'), '<link rel="icon" type="image/svg+xml" href="./client/icon.svg" />'),
    (re.compile(r"<link\s[^>]*as=\"font\"[^>]*>"), ""),
    (re.compile(r"<link\s[^>]*rel=\"service-desc\"[^>]*>"), ""),
    (re.compile(r"<script>\s*window\.prerenderReady = false\s*;?\s*</script>"), ""),  # for search engines; the policy lets no script stand in the document
    (re.compile(r"<noscript>.*?</noscript>", re.DOTALL), "<noscript><p>本系统需要浏览器启用 JavaScript。</p></noscript>"),
)


class SecurityHeaders:
    """Add the headers of HEADERS to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_ours(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, with_headers)


def _with_ours(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours; where it brought a policy of its own, that one stands. Cookies are for the server alone."""
    own = {name.lower() for name, _ in headers}
    ours = [one for one in HEADERS if one[0] not in own]
    https = bool(int(setting("https")))
    kept = [(name, _for_https(value) if https and name.lower() == b"set-cookie" else value) for name, value in headers]
    return [*kept, *ours, *([STRICT] if https else [])]


def _for_https(cookie: bytes) -> bytes:
    return cookie if b"; secure" in cookie.lower() else cookie + b"; Secure"


NO_SHELL = ("/_stcore", "/media", "/static", "/sign-in", "/sign-out", "/password")  # documents of our own are Chinese already


class ChineseShell:
    """Rewrite the one HTML document that Streamlit serves: its language, its title and the script that translates the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "." in scope["path"].rsplit("/", 1)[-1] or scope["path"].startswith(NO_SHELL):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")]
        await self.app({**scope, "headers": plain}, receive, _Rewriter(send))


class _Rewriter:
    """Hold back an HTML answer until it is whole, then send it on in Chinese; anything else passes untouched."""

    def __init__(self, send: Send) -> None:
        self.send, self.start, self.body = send, None, b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            html = any(name == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])
            if html:
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()
            return
        await self.send(message)

    async def _finish(self) -> None:
        text = self.body.decode("utf-8")
        for english, chinese in SHELL:
            text = english.sub(chinese, text, count=1)
        body = text.encode("utf-8")
        kept = [(name, value) for name, value in self.start["headers"] if name not in (b"content-length", b"etag", b"last-modified")]
        head = not self.body  # a HEAD request carries no body; its length is then of no use
        await self.send({**self.start, "headers": kept if head else [*kept, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": b"" if head else body})


def report_error(error: Exception) -> bool:
    """Tell the person in plain words, keep the stack for the operator in the log; True: Streamlit shows nothing of its own."""
    moment = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    LOG.error("page failed", exc_info=error, extra={"event": {"told": moment}})
    said = getattr(error, "message", None) if type(error).__module__.startswith("analytics.") else None
    with st.container(key="failure"):
        st.markdown("#### 这一页没有画出来")
        st.text(said or "程序在处理这一页时出了错，数据没有改动。")
        st.text(f"请重试一次；仍不行，请把时间 {moment} 告诉系统管理员，日志里记着详细原因。")
    return True
