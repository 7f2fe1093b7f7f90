"""The server put together: `streamlit run app.py` and `uvicorn app:app` both start it."""

from __future__ import annotations

import gc
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pages._server import ChineseShell, ClosedPaths, SecurityHeaders, report_error  # noqa: E402

CLIENT = ROOT / "pages" / "_client"


@asynccontextmanager
async def lifespan(_app):
    """Import what every page needs, then keep it out of the collector's sight: a collection after each run costs 40 to 80 ms."""
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import pyarrow  # noqa: F401

    import pages._shared  # noqa: F401

    gc.collect()
    gc.freeze()
    yield None


async def healthz(_request: Request) -> Response:
    """Answer `ok` while the process serves."""
    return PlainTextResponse("ok")


async def client_script(_request: Request) -> Response:
    """The script that puts Streamlit's own English into Chinese."""
    return FileResponse(CLIENT / "chinese.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"})


app = st.App(
    ROOT / "pages" / "_frame.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders), Middleware(ClosedPaths), Middleware(ChineseShell)],
    routes=[Route("/healthz", healthz), Route("/client/chinese.js", client_script)],
    on_script_error=report_error,
)
