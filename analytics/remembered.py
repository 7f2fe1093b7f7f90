"""Answers kept: `remembered` by the content of what a pure function was asked, a `Shelf` by a key that the caller names."""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from hashlib import blake2b
from itertools import count
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Said = TypeVar("Said")

MOST = 256
"""Answers kept, the latest asked for; all functions together."""
LARGEST = 4_000_000
"""Bytes of arguments above which nothing is kept: so few such questions are asked that their answers only fill memory."""

_kept: OrderedDict[bytes, object] = OrderedDict()
_lock = threading.Lock()
_numbers = count()  # of the functions: two may bear the same name


def remembered(function: Callable[Asked, Said]) -> Callable[Asked, Said]:
    """A pure function that answers the same question from memory. Its answer is shared: nobody may change it."""
    number = next(_numbers)

    @wraps(function)
    def answered(*arguments: Asked.args, **named: Asked.kwargs) -> Said:
        key = _key(number, arguments, named)
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        said = function(*arguments, **named)
        if key:
            with _lock:
                _kept[key] = said
                while len(_kept) > MOST:
                    _kept.popitem(last=False)
        return said

    return answered


def _key(number: int, arguments: tuple, named: dict) -> bytes | None:
    """What was asked, whole: equal bytes are equal questions (never the other way round). None for what cannot be written down."""
    try:
        asked = pickle.dumps((number, arguments, named), pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
    return blake2b(asked, digest_size=32).digest() if len(asked) <= LARGEST else None


class Shelf(Generic[Said]):
    """The latest `most` answers by their keys. Who asks while an answer is being made waits for it, and all share it: nobody may change it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, Future[Said]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: Hashable, make: Callable[[], Said]) -> Said:
        """The answer of this key; what `make` raises is kept for nobody, and who waited makes it himself."""
        with self._lock:
            awaited = self._answers.get(key)
            own = self._answers[key] = awaited or Future()
            self._answers.move_to_end(key)
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
        if awaited is not None:
            return make() if awaited.exception() else awaited.result()
        try:
            own.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._answers.get(key) is own:
                    del self._answers[key]
            own.set_exception(error)
            raise
        return own.result()
