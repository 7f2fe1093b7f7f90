"""The server put together: `streamlit run app.py` and `uvicorn app:app` both start it."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit import config

gc.disable()  # a sixth of the time of importing goes into looking for garbage
ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from analytics.charts.palette import style_sheet  # noqa: E402
from analytics.fonts import FILE, NAME, font_face  # noqa: E402
from analytics.settings import setting  # noqa: E402
from pages import _fresh, _sign_in, _warm, _watch, _whole  # noqa: E402
from pages._gate import Gate, demand_home  # noqa: E402
from pages._packed import PackedScripts  # noqa: E402
from pages._server import CLIENT_SCRIPTS, ChineseShell, SecurityHeaders, report_error  # noqa: E402
from pages._stream import OwnAddresses  # noqa: E402

CLIENT = ROOT / "pages" / "_client"
CLIENT_FILES = {**{f"{name}.js": "text/javascript" for name in CLIENT_SCRIPTS}, "way.css": "text/css", "sign_in.css": "text/css", "icon.svg": "image/svg+xml"}


@asynccontextmanager
async def lifespan(_app):
    """Answer at once; what pages need is imported beside."""
    _watch.set_up_log()
    _warm.begin()
    _whole.begin()
    yield None


async def healthz(_request: Request) -> Response:
    """Answer `ok` while the process serves."""
    return PlainTextResponse("ok")


async def client_file(request: Request) -> Response:
    """One of the few files that the browser asks for beside Streamlit's own: the script of Chinese words, the icon, a font."""
    name = request.path_params["name"]
    if name == NAME and FILE.is_file():
        return FileResponse(FILE, media_type="font/ttf", headers={"Cache-Control": "max-age=31536000"})
    if name not in CLIENT_FILES:
        return PlainTextResponse("没有这个地址", status_code=404)
    return FileResponse(CLIENT / name, media_type=CLIENT_FILES[name], headers={"Cache-Control": "no-cache"})


async def palette(_request: Request) -> Response:
    """The colours by name and the font, for the forms outside Streamlit."""
    return Response(style_sheet() + font_face(), media_type="text/css", headers={"Cache-Control": "no-cache"})


async def first_page(request: Request) -> Response:
    """The first page stands at the root address; its own name leads there too."""
    return RedirectResponse("./" + (f"?{request.url.query}" if request.url.query else ""))


def host() -> str | None:
    """The address that the command line has the server listen at; None where it does not say."""
    given = sys.argv[1:]
    named = (one.partition("=")[2] or following for one, following in zip(given, [*given[1:], ""]) if one.partition("=")[0] in ("--host", "--server.address"))
    return next(named, None) or os.environ.get("STREAMLIT_SERVER_ADDRESS")


FORMS = [Route(f"/{one.__name__.replace('_', '-')}", one, methods=["GET", "POST"]) for one in (_sign_in.sign_in, _sign_in.sign_out, _sign_in.password)]
demand_home(host())
if setting("oidc_secrets"):
    config.set_option("secrets.files", [str(setting("oidc_secrets"))])
app = st.App(
    ROOT / "pages" / "_frame.py",
    lifespan=lifespan,
    middleware=[
        Middleware(_watch.Counted),
        Middleware(SecurityHeaders),
        Middleware(Gate),
        Middleware(OwnAddresses),
        Middleware(PackedScripts),
        Middleware(ChineseShell),
    ],
    routes=[
        Route("/healthz", healthz),
        Route("/readyz", _watch.readyz),
        Route("/metrics", _watch.metrics),
        Route("/now", _fresh.now),
        Route("/overview", first_page),
        Route("/client/palette.css", palette),
        Route("/client/{name}", client_file),
        *FORMS,
    ],
    on_script_error=report_error,
)
gc.enable()
