"""Whether what is stored is still what was stored: every file of a batch against the hash in its manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from analytics.errors import reason

MANIFEST = "manifest.json"


def sha256_of(file: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with open(file, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def damage(batch: Path, original: bool = False) -> str | None:
    """What is wrong with the records of a batch, in words; None where nothing is. `original`: the uploaded file is looked at too.

    A batch written before manifests held hashes can only be opened, not compared.
    """
    if not batch.is_dir():
        return "批次文件夹不见了"
    try:
        manifest = json.loads((batch / MANIFEST).read_text("utf-8"))
        hashes = manifest.get("file_sha256")
        if hashes is None:
            return _opened(batch) or (_changed(batch, {manifest["sha256"]: manifest["sha256"]}) if original else None)
        return _changed(batch, hashes if original else {name: sha256 for name, sha256 in hashes.items() if name.endswith(".parquet")})
    except OSError as error:
        return f"清单 {MANIFEST} 读不出来：{reason(error)}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"清单 {MANIFEST} 已损坏"


def left_away(batch: Path) -> bool:
    """Whether the uploaded file of a batch was not stored from the beginning: its manifest does not name it. One that is gone since is damage."""
    try:
        manifest = json.loads((batch / MANIFEST).read_text("utf-8"))
        return manifest["sha256"] not in manifest.get("file_sha256", {manifest["sha256"]: ""})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _changed(batch: Path, hashes: dict[str, str]) -> str | None:
    for name, sha256 in hashes.items():
        try:
            if sha256_of(batch / name) != sha256:
                return f"{_named(name)} 的内容与记录的校验值不符"
        except OSError as error:
            return f"{_named(name)} 读不出来：{reason(error)}"
    return None


def _opened(batch: Path) -> str | None:
    for file in sorted(batch.glob("*.parquet")):
        try:
            parquet.read_metadata(file)
        except (OSError, pa.ArrowException):
            return f"{file.name} 打不开"
    return None


def _named(name: str) -> str:
    return name if name.endswith(".parquet") else "原文件"
