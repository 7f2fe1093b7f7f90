"""A page that is drawn at once goes to the browser whole.

Streamlit sends what a run has drawn every few milliseconds, and the browser draws the whole page anew for each parcel, beginning with an empty one.
Held back for LONGEST, nearly every page arrives in one: it is drawn once, and the page before it stays until then.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Protocol
from weakref import WeakKeyDictionary

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

LONGEST = 0.1
"""Seconds that what is drawn waits for the rest; a page that takes longer goes out piece by piece from then on."""
SWITCHING = 0.001
"""Seconds after which the page that is drawn lets the thread go on that sends another one; Python's own are five times as many."""
RUNS = {
    "new_session", "session_status_changed", "page_config_changed", "page_info_changed", "navigation", "delta", "ref_hash", "parent_message", "script_finished",
}  # fmt: skip
"""What a run says, in Streamlit's words. Anything else answers the browser, and would be lost if it still waited when the next run begins."""


class Drawing(Protocol):
    """What is used of Streamlit's session (AppSession)."""

    _state: AppSessionState
    _browser_queue: ForwardMsgQueue

    def _message_enqueued_callback(self) -> None: ...


class Whole:
    """Hands over a session's messages: none of a run that may still be over within `longest` seconds, then all. Used by the event loop alone."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._waiting: WeakKeyDictionary[Drawing, asyncio.TimerHandle | None] = WeakKeyDictionary()  # None: waited long enough

    def flush(self, session: Drawing) -> list[ForwardMsg]:
        """What may be sent now; has the loop ask again once the time is over."""
        if session._state is not AppSessionState.APP_IS_RUNNING:
            if timer := self._waiting.pop(session, None):
                timer.cancel()
        elif session not in self._waiting and not session._browser_queue.is_empty():
            self._waiting[session] = asyncio.get_running_loop().call_later(self._longest, self._enough, session)
        return [] if self._waiting.get(session) and _drawn_alone(session._browser_queue) else session._browser_queue.flush()

    def _enough(self, session: Drawing) -> None:
        self._waiting[session] = None
        session._message_enqueued_callback()


def _drawn_alone(queue: ForwardMsgQueue) -> bool:
    return all(message.WhichOneof("type") in RUNS for message in queue._queue)


def begin() -> None:
    """Called once, when the server starts: from then on pages are sent whole."""
    whole = Whole()
    sys.setswitchinterval(SWITCHING)
    AppSession.flush_browser_queue = lambda session: whole.flush(session)  # type: ignore[method-assign]
