"""Answers of pure functions, kept by the content of what they were asked: a chart or a bootstrap drawn once is not drawn again."""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from itertools import count
from typing import ParamSpec, TypeVar

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
