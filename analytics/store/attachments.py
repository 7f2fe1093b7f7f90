"""Files that persons attach to findings as evidence, kept under their sha256 and never changed."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from analytics.store.durable import sync_directory

FOLDER = "evidence"
SHA256 = re.compile(r"[0-9a-f]{64}")


def keep(store: Path, content: bytes) -> str:
    """Have the bytes on the disk, whole; returns their sha256."""
    folder, sha256 = store / FOLDER, hashlib.sha256(content).hexdigest()
    if (folder / sha256).exists():
        return sha256
    folder.mkdir(exist_ok=True)
    beside = folder / f"{sha256}.{os.getpid()}.new"
    with open(beside, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / sha256)
    sync_directory(folder)
    sync_directory(store)
    return sha256


def content_of(store: Path, sha256: str) -> bytes:
    """The bytes kept under a sha256; raises OSError where they are gone."""
    return (store / FOLDER / sha256).read_bytes()
