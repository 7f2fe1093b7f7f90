"""Streamlit's own scripts go out packed, once and for all: those of the first page and of its charts are 6.8 MB, packed 1.9 MB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# A file with a mark of its content in its name, as Streamlit's build names them: another content is another name.
PACKED = re.compile(r"^/static/(?:js|css)/[\w.-]+\.[\w-]{8}\.(js|css)$")
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
HEADERS = {"content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": "public, max-age=31536000, immutable"}
LEVEL = 9
"""Of gzip: a few tenths of a second for the largest file, the first time it is asked for."""


SCRIPTS = Path(streamlit.__file__).parent / "static"


def chart_script() -> str | None:
    """The address of the script that draws charts, the largest of all; None where this Streamlit names it otherwise."""
    found = sorted((SCRIPTS / "static" / "js").glob("PlotlyChart.*.js"))
    return f"./static/js/{found[0].name}" if len(found) == 1 else None


class PackedScripts:
    """Keep scripts and style sheets packed in memory; who does not read gzip gets them plain.

    A file is read here, never taken from an answer to somebody: one who leaves in the middle would leave half of it to all others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self._packed(scope) or self.app)(scope, receive, send)

    async def _packed(self, scope: Scope) -> Response | None:
        """The answer, where a script or style sheet is asked for whole by who reads gzip."""
        found = scope["type"] == "http" and scope["method"] == "GET" and PACKED.match(scope["path"])
        if not found or "gzip" not in Headers(scope=scope).get("accept-encoding", "") or "range" in Headers(scope=scope):
            return None
        path, file = scope["path"], SCRIPTS / scope["path"].lstrip("/")
        if path not in self.kept and file.is_file():  # a name that there is not is answered with the start page
            body = await run_in_threadpool(lambda: gzip.compress(file.read_bytes(), LEVEL))
            self.kept[path] = Response(body, headers=HEADERS, media_type=TYPES[found[1]])
        return self.kept.get(path)
