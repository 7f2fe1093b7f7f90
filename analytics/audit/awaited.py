"""The audit of a large store is not waited for: it is made once, apart from whoever looks at pages, and they are told when it is done.

A small store is audited in the time that a page takes to draw: there nobody is told to wait.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from analytics.audit.casebook import Casebook
from analytics.audit.doubted import known
from analytics.audit.kept import PATIENCE
from analytics.reading.apart import ROOT
from analytics.store import Snapshot, Store
from analytics.store.lock import writing

logger = logging.getLogger(__name__)
FORMS = Path(__file__).with_name("forms_held.sql").read_text("utf-8")
LEAST_FORMS = 2_000
"""Forms from which on an audit takes longer than anybody waits for a page."""
FORMS_A_SECOND = 1_000
"""Audited and brought into the cases, on two processors; for saying about how long it takes, no more."""
READING = 0.5
"""The share of that time which it takes to read what an audit has found."""
RETRY = 60.0
"""Seconds before an audit that failed is begun again."""
LOCK = "following.lock"
GRACE = 3.0
"""Seconds in which whoever stored a version is left to audit it."""
COMMAND = (sys.executable, "-c", f"from {__name__} import main; main()")


@dataclass(frozen=True)
class Wait:
    """What somebody waits for: an audit, or findings that are taken in; how long it may take and has taken, in seconds."""

    audit: bool
    expected: float
    taken: float

    @property
    def share(self) -> float:
        """How much may be done, never all of it."""
        return min(self.taken / max(self.expected, 1.0), 0.95)


@dataclass(frozen=True)
class _Work:
    thread: threading.Thread
    audit: bool
    begun: float


_under_way: dict[Path, _Work] = {}
_lock = threading.Lock()


def owed(store: Store) -> bool:
    """Whether the audit of the current snapshot of a large store is still to be made; from then on it is under way."""
    snapshot = store.whole.snapshot()
    if known(snapshot.path) or _forms(snapshot) < LEAST_FORMS:
        return False
    _begin(store.whole, snapshot, audit=True)
    return True


def waiting(store: Store) -> Wait | None:
    """What stands between a reader and the cases of a large store, from then on under way; None where they can be read at once."""
    snapshot = store.whole.snapshot()
    if _forms(snapshot) < LEAST_FORMS or Casebook(store.whole).ready():
        return None
    work = _begin(store.whole, snapshot, audit=not known(snapshot.path))
    return Wait(work.audit, expected(store) * (1 if work.audit else READING), time.monotonic() - work.begun)


def expected(store: Store) -> float:
    """About how many seconds the audit of the current snapshot takes."""
    return _forms(store.whole.snapshot()) / FORMS_A_SECOND


def _forms(snapshot: Snapshot) -> int:
    return snapshot.table(FORMS)["forms"][0].as_py()


def _begin(store: Store, snapshot: Snapshot, audit: bool) -> _Work:
    """One piece of work a store and process; what is under way is not begun again."""
    with _lock:
        work = _under_way.get(store.directory)
        if work is None or not (work.thread.is_alive() or (work.audit and time.monotonic() < work.begun + RETRY)):
            thread = threading.Thread(target=_made if audit else _taken_in, args=(store,), daemon=True, name="audit")
            work = _under_way[store.directory] = _Work(thread, audit, time.monotonic())
            thread.start()
        return work


def _made(store: Store) -> None:
    """The audit in a process of its own, which leaves this one free to draw; here where that one fails."""
    try:
        end = time.monotonic() + GRACE
        while not known(store.snapshot().path) and time.monotonic() < end:
            time.sleep(0.1)
        if not known(store.snapshot().path) and _apart(store) != 0:
            logger.error("the process that audits %s failed; it is audited again in this process", store.directory)
            Casebook(store).doubted()
    except Exception:
        logger.exception("the audit of %s failed", store.directory)


def _taken_in(store: Store) -> None:
    try:
        Casebook(store).cases()
    except Exception:
        logger.exception("the findings of %s could not be read", store.directory)


def _apart(store: Store) -> int:
    """The exit code of the process. It works for nobody but us and is told the same settings."""
    environment = {**os.environ, "LENS_LEDGER_URL": store.ledger.url}
    return subprocess.run([*COMMAND, str(store.directory)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False).returncode


def main() -> None:
    """Audit the current snapshot of the store that is named and bring its cases in line; servers of one store take turns."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever looks at pages goes first
    store = Store(sys.argv[1])
    with writing(store.directory / LOCK, PATIENCE):
        Casebook(store).doubted()
    os._exit(0)  # millions of objects need not be given back one by one
