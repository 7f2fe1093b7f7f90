"""Streamlit's own scripts go out packed, once and for all: those of the first page and of its charts are 6.8 MB, packed 1.9 MB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A file with a mark of its content in its name, as Streamlit's build names them: another content is another name.
PACKED = re.compile(r"^/static/(?:js|css)/[\w.-]+\.[\w-]{8}\.(js|css)$")
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
HEADERS = {"content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": "public, max-age=31536000, immutable"}
ASKED_FOR_PARTS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
LEVEL = 9
"""Of gzip: a few tenths of a second for the largest file, the first time it is asked for."""


def chart_script() -> str | None:
    """The address of the script that draws charts, the largest of all; None where this Streamlit names it otherwise."""
    found = sorted((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    return f"./static/js/{found[0].name}" if len(found) == 1 else None


class PackedScripts:
    """Keep scripts and style sheets packed in memory; who does not read gzip gets them plain."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = scope["type"] == "http" and scope["method"] == "GET" and PACKED.match(scope["path"])
        if not found or "gzip" not in Headers(scope=scope).get("accept-encoding", "") or "range" in Headers(scope=scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            whole = _Whole()
            await self.app({**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in ASKED_FOR_PARTS]}, receive, whole)
            if not whole.is_file:  # a name that there is not is answered with the start page
                await self.app(scope, receive, send)
                return
            body = await run_in_threadpool(gzip.compress, bytes(whole.body), LEVEL)
            self.kept[path] = Response(body, headers=HEADERS, media_type=TYPES[found[1]])
        await self.kept[path](scope, receive, send)


class _Whole:
    """An answer as one piece."""

    def __init__(self) -> None:
        self.is_file, self.body = False, bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            self.is_file = message["status"] == 200 and kind.split(";")[0] in ("text/javascript", "application/javascript", "text/css")
        else:
            self.body += message.get("body", b"")
