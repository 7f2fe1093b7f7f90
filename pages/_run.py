"""What holds while a page is drawn once: looked up at the first asking, however often the page asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

Found = TypeVar("Found")

_known: ContextVar[tuple[object, dict[Hashable, object]] | None] = ContextVar("known", default=None)


def once(key: Hashable, look: Callable[[], Found]) -> Found:
    """What `look` finds, asked once a run of the page (or of a part of it) and key; every time where no page is drawn.

    The key names what was asked and everything that may change it within a run.
    """
    context = get_script_run_ctx()
    if context is None:
        return look()
    known = _known.get()
    if known is None or known[0] is not context.cursors:  # an object that Streamlit makes anew for every run
        known = (context.cursors, {})
        _known.set(known)
    if key not in known[1]:
        known[1][key] = look()
    return known[1][key]
