"""The folder inside a store in which an archive is made or unpacked: one at a time, and gone afterwards, also after a kill.

It is whose lock it is. So nobody who finds a folder and gets the lock takes it away from somebody at work.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.settings import setting
from analytics.store.durable import remove_if_free
from analytics.store.lock import writing

FOLDER = ".archiving"
LOCK = "archive-lock"
GOAL = "goal"  # the file in the folder that names a file outside of it, to go as well
UNFINISHED = ".new"  # how the names of such files end


@contextmanager
def workplace(store: Path) -> Iterator[Path]:
    """An empty folder for the one who makes or unpacks an archive; others wait. Raises StoreError when it takes too long."""
    with writing(store / LOCK, int(setting("lock_seconds")), "备份或恢复"):
        _clear(store)
        (store / FOLDER).mkdir(mode=0o700)
        try:
            yield store / FOLDER
        finally:
            _clear(store)


def note(folder: Path, unfinished: Path) -> None:
    """Say, before it is there, which file outside goes with the folder when this process is killed."""
    (folder / GOAL).write_text(str(unfinished.resolve()), "utf-8")


def clear_abandoned(store: Path) -> None:
    """Remove what a killed process left; whoever is at work is not disturbed."""
    if not (store / FOLDER).exists():
        return
    with writing(store / LOCK, 0) as free:
        if free:
            _clear(store)


def _clear(store: Path) -> None:
    folder = store / FOLDER
    if (folder / GOAL).exists():
        unfinished = Path((folder / GOAL).read_text("utf-8"))
        if unfinished.name.endswith(UNFINISHED):
            remove_if_free(unfinished)
    shutil.rmtree(folder, ignore_errors=True)
