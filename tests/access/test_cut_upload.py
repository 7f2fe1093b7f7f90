"""A browser that is gone in the middle of an upload leaves nothing behind, and the server goes on."""

from __future__ import annotations

import socket
import threading

import psutil
import pytest

from analytics.store import Store
from tests.access.streams import stream
from tests.access.test_server import PASSWORD, Client, settled
from tests.browser.conftest import serving

TIMES, SENT = 6, 12_000_000  # bytes of each that arrive before the browser is gone
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xe7\x94\xb2.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
TAIL = b"\r\n--x--\r\n"


@pytest.fixture
def served(tmp_path):
    store = Store(tmp_path / "store")
    settled(store, "admin")
    (tmp_path / "temporary").mkdir()
    with serving(store.directory, LENS_SIGN_IN="accounts", TMPDIR=str(tmp_path / "temporary"), TEMP=str(tmp_path / "temporary")) as address:
        yield store, address, tmp_path / "temporary"
    store.close()


def put(guest, place, body, length):
    """The connection over which this much of an upload was sent."""
    cookies = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
    host, port = guest.host.split(":")
    connection = socket.create_connection((host, int(port)), timeout=60)
    lines = [f"PUT {place} HTTP/1.1", f"Host: {guest.host}", f"Cookie: {cookies}", f"X-Xsrftoken: {guest.cookies['_streamlit_xsrf']}"]
    lines += ["Content-Type: multipart/form-data; boundary=x", f"Content-Length: {length}", "Connection: close"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
    return connection


def process_of(address):
    """The server's process."""
    port = address.rsplit(":", 1)[1]
    return next(one for one in psutil.Process().children(recursive=True) if {"uvicorn", port} <= set(one.cmdline()))


def come_true(condition):
    """Wait until it does."""
    for _ in range(600):
        if condition():
            return True
        threading.Event().wait(0.1)
    return False


def test_an_upload_that_is_cut_leaves_nothing_behind(served):
    store, address, temporary = served
    guest, process = Client(address), process_of(address)
    guest.sign_in("admin", PASSWORD)
    guest.ask("/_stcore/health")  # which hands out the token of uploads
    with stream(guest) as page:
        page.run("")
        page.run("imports")
        whole = HEAD + b"x" * 1000 + TAIL
        assert put(guest, page.place(), whole, len(whole)).recv(100).startswith(b"HTTP/1.1 204")
        connections, held = len(process.net_connections()), process.memory_info().rss
        cut = [put(guest, page.place(), HEAD + b"x" * SENT, 2 * SENT) for _ in range(TIMES)]
        for one in cut:
            one.close()
        assert come_true(lambda: len(process.net_connections()) <= connections)
        assert process.memory_info().rss - held < TIMES * SENT / 2
        assert put(guest, page.place(), whole, len(whole)).recv(100).startswith(b"HTTP/1.1 204")
        assert page.run("imports")
    assert list(temporary.rglob("*")) == []
    assert store.batches() == []
    assert list(store.batch_directory.iterdir()) == []
    assert guest.ask("/healthz").status == 200
