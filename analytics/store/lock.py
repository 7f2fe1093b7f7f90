"""One writer at a time. The lock belongs to the operating system, so it is gone with the process that held it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import StoreError

POLL_SECONDS = 0.05

if os.name == "nt":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def writing(path: Path, seconds: float, doing: str = "写入数据目录") -> Iterator[bool]:
    """Hold the lock file `path`. With 0 seconds yields False when another holds it; else raises StoreError after waiting: it is `doing` that."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    held = _try(handle)
    deadline = time.monotonic() + seconds
    try:
        while not held and seconds and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
            held = _try(handle)
        if not held and seconds:
            raise StoreError(f"另一个进程正在{doing}。", "请稍候再试。")
        yield held
    finally:
        if held:
            _release(handle)
        os.close(handle)
