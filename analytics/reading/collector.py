"""Keeps Python's garbage collector out of a reading: records hold no cycles, and searching them for some costs time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection until the end; of several readings at once, the one that stopped the collector starts it again."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            if not gc.get_freeze_count():  # counts what the program keeps out of sight, which is to stay there
                gc.freeze()  # what was read counts as old from now on, and is not searched at once
                gc.unfreeze()
            gc.enable()
