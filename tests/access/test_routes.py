"""Every address that the server is put together from has a rule of access, and what has none is closed to everybody."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from analytics.access import listed, route_of
from analytics.accounts import Accounts
from analytics.store import Store
from pages import _gate
from tests.browser.conftest import ROOT

PUT_TOGETHER = """
import json
import app
from tests.access.test_routes import addresses
print(json.dumps(addresses(app.app._build_starlette_app().routes)))
"""
FILES = "/anything"
"""Under which address Streamlit looks for a file of that name and falls back on its document: closed, whoever asks, but for pages and /static/."""


def addresses(routes: list[BaseRoute], below: str = "") -> list[str]:
    """One address for each route, HTTP and WebSocket, with a word for each part that may vary; FILES for a folder of files."""
    found = []
    for route in routes:
        path = below + re.sub(r"{[^}]*}", "x", route.path)
        if isinstance(route, Mount):
            found += addresses(route.routes, path) or [path + FILES]
        else:
            found.append(path)
    return found


def unruled(asked: list[str]) -> list[str]:
    """Those that nobody wrote a rule for."""
    return [path for path in asked if _gate.rule_of(path) is None]


@pytest.fixture(scope="module")
def served():
    """An address of each route of the real server, Streamlit's own among them."""
    done = subprocess.run([sys.executable, "-c", PUT_TOGETHER], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def test_every_route_of_the_server_has_a_rule(served):
    assert {"/_stcore/stream", "/_stcore/upload_file/x/x", "/media/x", "/readyz", "/sign-in", FILES} <= set(served)
    assert unruled(served) == [FILES]


def test_every_rule_has_a_route(served):
    assert set(listed("routes")) - {route_of(path) for path in served} == {"/", "/static/", "/_stcore/script-health-check"}  # two of files, one that is off


def test_a_route_that_is_added_without_a_rule_is_found():
    added = [
        Route("/healthz", _nothing),
        Route("/new/{name}", _nothing),
        WebSocketRoute("/_stcore/new", _nothing),
        Mount("/more", routes=[Route("/one", _nothing)]),
    ]
    assert unruled(addresses(added)) == ["/new/x", "/_stcore/new", "/more/one"]


@pytest.mark.parametrize("mode", ["none", "gateway"])
def test_what_has_no_rule_is_closed_even_to_an_administrator(tmp_path, monkeypatch, mode):
    made = Store(tmp_path / "store")
    Accounts(made).add("admin", "管理", "admin", local=False)
    for name, value in {"STORE": str(made.directory), "SIGN_IN": mode, "GATEWAY_ADDRESSES": "127.0.0.1"}.items():
        monkeypatch.setenv(f"LENS_{name}", value)
    routes = [Route("/new", _nothing), Route("/findings", _nothing), WebSocketRoute("/_stcore/new", _accepted), WebSocketRoute("/_stcore/stream", _accepted)]
    known = Starlette(routes=routes, middleware=[Middleware(_gate.Gate)])
    client = TestClient(known, base_url="http://localhost", client=("127.0.0.1", 1), headers={"X-Remote-User": "admin"})
    assert [client.get(path).status_code for path in ("/new", "/findings")] == [404, 200]
    with client.websocket_connect("ws://localhost/_stcore/stream"):
        pass
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("ws://localhost/_stcore/new"):
        pass
    made.close()


async def _nothing(_request):
    return PlainTextResponse("")


async def _accepted(websocket):
    await websocket.accept()
    await websocket.close()
