"""Scripts are packed from their files, whoever asks."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

from pages import _packed

SCRIPT = next((_packed.SCRIPTS / "static" / "js").glob("*.*.js"))
SCOPE = {"type": "http", "method": "GET", "path": f"/static/js/{SCRIPT.name}", "headers": [(b"accept-encoding", b"gzip")]}


async def cut_short(scope, receive, send):
    """What Streamlit answers to somebody who has left."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/javascript")]})
    await send({"type": "http.response.body", "body": b""})


async def left():
    return {"type": "http.disconnect"}


def test_who_leaves_while_a_script_is_sent_spoils_it_for_nobody():
    packed, sent = _packed.PackedScripts(cut_short), []

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as apart:  # a thread without a loop of its own
        for _ in range(2):
            apart.submit(asyncio.run, packed(SCOPE, left, send)).result()
    assert [gzip.decompress(message["body"]) for message in sent if "body" in message] == [SCRIPT.read_bytes()] * 2
