"""What a run draws is sent when the run is over, or piece by piece from when it has taken long."""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.Common_pb2 import FileURLsResponse
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from pages._whole import Whole, begin


class Session:
    """A session as far as sending goes: what it has drawn, whether it is drawing, whether the loop was asked to look again."""

    def __init__(self):
        self._state, self._browser_queue, self.looked_at = AppSessionState.APP_IS_RUNNING, ForwardMsgQueue(), asyncio.Event()
        self._message_enqueued_callback = self.looked_at.set

    def draw(self, said):
        self._browser_queue.enqueue(ForwardMsg(hash=said, script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))


def in_a_loop(drawn):
    with ThreadPoolExecutor(1) as apart:  # the tests of the browser keep a loop going in this one
        return apart.submit(asyncio.run, drawn).result()


def sent(whole, session):
    return [message.hash for message in whole.flush(session)]


def test_a_run_that_is_soon_over_is_sent_in_one_in_its_order():
    async def drawn():
        whole, session = Whole(3600), Session()
        session.draw("heading")
        before = sent(whole, session)
        session.draw("chart")
        before += sent(whole, session)
        session._state = AppSessionState.APP_NOT_RUNNING
        return before, sent(whole, session), sent(whole, session)

    assert in_a_loop(drawn()) == ([], ["heading", "chart"], [])


def test_a_long_run_is_sent_piece_by_piece_once_it_has_taken_long():
    async def drawn():
        whole, session = Whole(0), Session()
        session.draw("heading")
        held = sent(whole, session)
        await session.looked_at.wait()
        pieces = [sent(whole, session)]
        session.draw("chart")
        return held, [*pieces, sent(whole, session)]

    assert in_a_loop(drawn()) == ([], [["heading"], ["chart"]])


def test_the_next_run_waits_anew():
    async def drawn():
        whole, session = Whole(0), Session()
        session.draw("first")
        whole.flush(session)
        await session.looked_at.wait()
        session._state = AppSessionState.APP_NOT_RUNNING
        first = sent(whole, session)
        session._state = AppSessionState.APP_IS_RUNNING
        session.draw("second")
        return first, sent(whole, session)

    assert in_a_loop(drawn()) == (["first"], [])


def test_the_time_of_a_run_that_is_over_does_not_count_for_the_next():
    async def drawn():
        whole, session = Whole(3600), Session()
        session.draw("first")
        whole.flush(session)
        (timer,) = whole._waiting.values()
        session._state = AppSessionState.APP_NOT_RUNNING
        whole.flush(session)
        return timer.cancelled()

    assert in_a_loop(drawn())


def test_what_is_said_between_runs_is_sent_at_once():
    async def drawn():
        session = Session()
        session._state = AppSessionState.APP_NOT_RUNNING
        session.draw("said")
        return sent(Whole(math.inf), session)

    assert in_a_loop(drawn()) == ["said"]


def test_an_answer_to_the_browser_waits_for_nothing():
    async def drawn():
        whole, session = Whole(3600), Session()
        session.draw("heading")
        whole.flush(session)
        session._browser_queue.enqueue(ForwardMsg(hash="where to send a file", file_urls_response=FileURLsResponse(response_id="1")))
        answered = sent(whole, session)
        session.draw("chart")
        return answered, sent(whole, session)

    assert in_a_loop(drawn()) == (["heading", "where to send a file"], [])


def test_the_server_sends_so(monkeypatch):
    monkeypatch.setattr(AppSession, "flush_browser_queue", AppSession.flush_browser_queue)  # put back afterwards
    monkeypatch.setattr("sys.setswitchinterval", lambda _: None)

    async def drawn():
        begin()
        session = Session()
        session.draw("heading")
        return AppSession.flush_browser_queue(session), session._browser_queue.is_empty()

    assert in_a_loop(drawn()) == ([], False)
