"""Pages are drawn in turns: Python draws one at a time anyway, and drawn all at once each would take as long as all together.

Whoever holds the turn longer than LONGEST keeps on drawing beside the next one, so that a slow page is nobody's wall.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

LONGEST = 0.15
"""Seconds a page may keep others waiting; nearly all take a fifth of it."""


class Turns:
    """First come, first served; `longest`: seconds after which the next one need not wait any more."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._drawing: object | None = None
        self._since = -math.inf

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, and hand it on when the block is left, however that is."""
        own = object()
        with self._changed:
            self._waiting.append(own)
            while (left := self._left(own)) > 0:
                self._changed.wait(None if math.isinf(left) else left)
            self._waiting.popleft()
            self._drawing, self._since = own, time.monotonic()
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                if self._drawing is own:
                    self._drawing = None
                    self._changed.notify_all()

    def _left(self, own: object) -> float:
        """Seconds this one has to wait at most, as far as can be told."""
        if self._waiting[0] is not own:
            return math.inf
        return 0.0 if self._drawing is None else self._since + self._longest - time.monotonic()


_TURNS = Turns()
turn = _TURNS.turn
