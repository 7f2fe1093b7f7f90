"""An open page keeps up with the data: the browser asks every other second whether they are still those it shows (_client/fresh.js).

The answer is a mark that says nothing of the data and costs no query, so that hundreds of open pages may ask for it.
Nothing is drawn anew on the server before it differs.
"""

from __future__ import annotations

import logging
import time
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from analytics.errors import LensError
from analytics.store import Store
from pages import _warm
from pages._watch import kept_store

HELD = 0.5  # seconds for which an answer is given to everybody
_answers: dict[Path, tuple[float, str]] = {}


def answer_of(store: Store) -> str:
    """`mark audited` of what a store holds now: another mark for other data; 1 once their audit is done. Empty while there is none."""
    at = time.monotonic()
    said, words = _answers.get(store.directory, (at - HELD, ""))
    if at - said >= HELD:
        words = _look(store)
        _answers[store.directory] = (at, words)
    return words


def _look(store: Store) -> str:
    from analytics.audit.doubted import known  # the server answers before it has imported the audit

    path = store.pointed_at()
    try:
        return f"{mark(path)} {int(known(path))}" if path else ""
    except OSError:  # it is being built again
        return ""


def mark(snapshot: Path) -> str:
    """Another one for every snapshot that was ever built."""
    return blake2b(f"{snapshot}{snapshot.stat().st_mtime_ns}".encode(), digest_size=8).hexdigest()


def prepare() -> None:
    """Before anybody looks: open the data, and make the audit that is owed, apart where it takes long."""
    from analytics.audit.awaited import owed
    from analytics.audit.standing import contradicted_in

    try:
        store = kept_store()
        if not store.snapshot().empty and not owed(store):
            contradicted_in(store)
    except LensError as error:  # whoever looks is told
        logging.getLogger("lens.ready").error("not ready: %s", error.message)


async def now(_request: Request) -> Response:
    """Which data, and whether audited, a page would be drawn from now; empty before any page can be."""
    return PlainTextResponse(answer_of(kept_store()) if _warm.over() else "", headers={"Cache-Control": "no-store"})
