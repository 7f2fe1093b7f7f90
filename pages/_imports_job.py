"""Work of 数据导入 and 公开前自查 in a thread of its own: a click in the middle of it interrupts the drawing, never the storing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.errors import ImportCancelled, LensError
from analytics.reading.apart import ReadingCancelled
from analytics.store import STEPS as STORE_STEPS
from pages._links import plain_markdown

POOL = ThreadPoolExecutor(2, thread_name_prefix="import")
ACKNOWLEDGED = ("ledger-committed", "pointer-flipped")  # too late to cancel


class Ear:
    """Hears the steps of work under way; once it is told to stop, the next step raises ImportCancelled."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._stop = Event()

    def __call__(self, step: str) -> None:
        if self.stopped() and step not in ACKNOWLEDGED:
            raise ImportCancelled
        self.heard.append(step)

    def stop(self) -> None:
        """Ask the work to end; what it has done so far is taken back."""
        self._stop.set()

    def stopped(self) -> bool:
        """Whether a person has asked the work to end."""
        return self._stop.is_set()


@dataclass(frozen=True)
class Job:
    """Work in a thread: what it is called, how many steps it is going to tell, what to do with what it returns.

    `cancelled` is what to do once it was stopped; None: it cannot be stopped.
    """

    label: str
    steps: int
    future: Future
    ear: Ear
    done: Callable[[Any], None]
    cancelled: Callable[[], None] | None = None
    begun: float = field(default_factory=monotonic)

    @property
    def share(self) -> float:
        """How much of the work has been heard, from 0 to 1."""
        return min(len(self.ear.heard) / max(self.steps, 1), 1.0)

    @property
    def words(self) -> str:
        """The last thing heard: a step of the store, or a file that was opened, with its number, or that it is the last; and for how long work has gone on."""
        lasting = f"已用 {int(monotonic() - self.begun)} 秒"
        if self.ear.stopped():
            return f"正在取消，这一步做完就停　{lasting}"
        heard = len(self.ear.heard)
        last = self.ear.heard[-1] if heard else ""
        numbered = f"{heard} / {self.steps}　" if 1 < self.steps >= heard and last not in STORE_STEPS else ""
        told = STORE_STEPS.get(last) or plain_markdown(last) or "正在打开"
        return f"{numbered}{told}　{lasting}"

    def wait(self, seconds: float) -> bool:
        """Whether the work has ended within this time."""
        return bool(wait([self.future], seconds).done)

    def settle(self, failure: str) -> str | None:
        """Take over what the work returned, or take it back where it was stopped; why it failed in words, `failure` where nobody foresaw it."""
        try:
            self.done(self.future.result())
        except (ImportCancelled, ReadingCancelled):
            (self.cancelled or (lambda: None))()
        except LensError as error:
            return str(error)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", self.label)
            return failure
        return None


class Uploads:
    """What the browser handed over: a page drawn while it does may be handed the same twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, handed: Iterable[Any]) -> list[Any]:
        """Of the uploads handed over, those not yet taken; the same file dropped once more is a new upload."""
        fresh = [one for one in handed if one.file_id not in self._taken]
        self._taken |= {one.file_id for one in fresh}
        return fresh


def begin(label: str, steps: int, work: Callable[[Ear], Any], done: Callable[[Any], None], cancelled: Callable[[], None] | None) -> Job:
    """Have `work` done in a thread; it is given the ear that its steps are told to."""
    ear = Ear()
    return Job(label, steps, POOL.submit(copy_context().run, work, ear), ear, done, cancelled)


class Worker(Protocol):
    """A desk with work under way: how to stop it, and how to take over what it returned."""

    def stop(self) -> None: ...
    def finish(self) -> None: ...


def watch(here: Worker, job: Job) -> None:
    """Show how far the work is until it has ended, with a way to stop it, then take over what it returned."""
    place = st.empty()
    if not job.wait(0.3):
        with place.container():
            bar = card(here, job)
            while not job.wait(0.1):
                bar.progress(job.share, text=job.words)
    place.empty()
    here.finish()


@st.fragment(run_every=0.5)
def watch_apart(here: Worker, job: Job) -> None:
    """The same beside a part of a page: there a click is heard only once the part has been drawn, so that nothing may wait in it."""
    if job.wait(0):
        here.finish()
        st.rerun()
    card(here, job)


def card(here: Worker, job: Job) -> DeltaGenerator:
    """How far the work is, and a way to stop it; the bar is returned."""
    with st.container(key=f"underway_{job.begun:.0f}"), st.status(job.label, expanded=True):
        bar = st.progress(job.share, text=job.words)
        if job.cancelled:
            st.button("取消", key=f"stop_{job.begun}", icon=":material/close:", on_click=here.stop, disabled=job.ear.stopped())
    return bar
