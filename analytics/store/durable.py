"""Files that are either wholly there or not there: written beside, synced, renamed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

BEING_BUILT = ".building"


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before anything relies on them."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Have the names in a directory on the disk; Windows knows no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Replace the whole file at once: a reader sees the old text or the new one."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(beside, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_directory(path.parent)


def copy_whole(kept: Path, path: Path) -> None:
    """Give a file a second name by copying it; readers of the first are not disturbed, readers of the second see it whole."""
    beside = path.with_name(path.name + BEING_BUILT)
    beside.unlink(missing_ok=True)
    shutil.copyfile(kept, beside)
    sync_file(beside)
    os.replace(beside, path)
    sync_directory(path.parent)


def remove_if_free(file: Path) -> None:
    """Remove a file; Windows refuses while someone reads it, and the next change tries again."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return
