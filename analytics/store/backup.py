"""One archive that holds the whole store: the ledger as of one moment, the batches and evidence it names, with their hashes.

Snapshots are left out: they are built again. Imports go on meanwhile, as what is named never changes and the ledger is copied first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analytics.errors import StoreError, reason
from analytics.store.attachments import FOLDER as EVIDENCE
from analytics.store.attachments import SHA256
from analytics.store.durable import sync_directory, sync_file
from analytics.store.ledger import Ledger
from analytics.store.ledger_copy import LEDGER, copy_out
from analytics.store.soundness import sha256_of
from analytics.store.workplace import UNFINISHED, note, workplace

if TYPE_CHECKING:
    from analytics.store.store import Store

LIST = "backup.json"
CHUNK = 1 << 20
MOMENT = "%Y%m%dT%H%M%S%f"
NAME = "lens-backup-"  # how the files of scheduled backups begin; their order is that of time (UTC)


def file_in(folder: Path) -> Path:
    """Where the backup of this moment goes in a folder; behind the newest there, though the clock was set back."""
    moments = [datetime.now(UTC).replace(tzinfo=None), *(one + timedelta(microseconds=1) for one in _moments(folder))]
    return folder / f"{NAME}{max(moments):{MOMENT}}.zip"


def _moments(folder: Path) -> Iterator[datetime]:
    for file in folder.glob(f"{NAME}*.zip"):
        with suppress(ValueError):  # somebody named a file so
            yield datetime.strptime(file.stem.removeprefix(NAME), MOMENT)


def remove_older(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest backups that `file_in` named; returns the removed."""
    gone = tuple(sorted(folder.glob(f"{NAME}*.zip"))[: -max(1, keep)])
    for file in gone:
        file.unlink()
    return gone


def backup(batches: Path, ledger: Ledger, path: Path) -> int:
    """Write the archive to `path`, whole or not at all; returns how many batches it holds."""
    with workplace(batches.parent) as folder:
        return _backup(folder, batches, ledger, path)


def _backup(folder: Path, batches: Path, ledger: Ledger, path: Path) -> int:
    beside = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    note(folder, beside)
    copy = folder / LEDGER
    copy_out(ledger, copy)
    ids = _named(copy, "select batch_id from batch order by sequence")
    files = {LEDGER: copy}
    for batch_id in ids:
        files |= {f"batches/{batch_id}/{file.name}": file for file in sorted((batches / batch_id).iterdir())}
    for sha256 in _named(copy, "select distinct sha256 from case_evidence"):
        files[f"{EVIDENCE}/{sha256}"] = batches.parent / EVIDENCE / sha256
    try:
        _write_archive(beside, files)
        os.replace(beside, path)
    except OSError as error:
        raise StoreError(f"备份文件 {path} 写不下去：{reason(error)}。", "请核对文件夹是否存在、能否写入、空间够不够。") from error
    finally:
        beside.unlink(missing_ok=True)
    sync_directory(path.resolve().parent)
    return len(ids)


def _write_archive(path: Path, files: dict[str, Path]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        hashes = {}
        for name, file in files.items():
            hashes[name] = sha256_of(file)
            archive.write(file, name)
        content = {"format": 1, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": hashes}
        archive.writestr(LIST, json.dumps(content, indent=1))
    sync_file(path)


def _named(ledger_file: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(ledger_file)) as connection:
        return [row[0] for row in connection.execute(sql)]


def restore_backup(directory: Path, path: Path, force: bool, actor: str, saved: Callable[[Path], None] | None = None) -> Store:
    """Fill the store from the archive. With `force` what is there is first saved, `saved` told where, then replaced."""
    from analytics.store.store import Store

    directory.mkdir(parents=True, exist_ok=True)
    with workplace(directory) as folder:
        unpacked = folder / "unpacked"
        unpacked.mkdir()
        _unpack(path, unpacked)
        store = Store(directory)
        if store.batches():
            if not force:
                store.close()
                raise StoreError(f"数据目录 {directory} 里已有数据。", "确要用备份替换，请加 --force；替换前会先把现有数据另存一份。")
            copy = directory / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}.zip"
            _backup(folder, store.batch_directory, store.ledger, copy)
            if saved:
                saved(copy)
        store.fill(unpacked, path.name, actor)
    return store


def _unpack(path: Path, folder: Path) -> None:
    """Unpack and check every hash; raises StoreError when anything is missing, changed or not ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            hashes = json.loads(archive.read(LIST))["sha256"]
            if LEDGER not in hashes:
                raise ValueError("缺少台账")
            for name, expected in hashes.items():
                _unpack_one(archive, name, expected, folder)
    except FileNotFoundError:
        raise StoreError(f"找不到备份文件 {path}。") from None
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        why = error if type(error) is ValueError else "残缺，或不是备份命令写出的 .zip"  # ours are Chinese, the library's are not
        raise StoreError(f"{path.name} 不是完好的备份文件（{why}）。", "请换一份备份。") from error


def _unpack_one(archive: zipfile.ZipFile, name: str, expected: str, folder: Path) -> None:
    parts = PurePosixPath(name).parts
    batch_file = len(parts) == 3 and parts[0] == "batches" and not {"..", "."} & set(parts) and "\\" not in name
    evidence_file = len(parts) == 2 and parts[0] == EVIDENCE and SHA256.fullmatch(parts[1])
    if not (name == LEDGER or batch_file or evidence_file):
        raise ValueError(f"意外的文件名 {name}")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as source, open(target, "wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != expected:
        raise ValueError(f"{name} 的内容与记录的校验值不符")
    sync_file(target)


def move_in(unpacked: Path, kept: Path) -> None:
    """Bring unpacked batches or evidence in; what is there under the same name is the same and stays."""
    if not unpacked.exists():
        return
    kept.mkdir(exist_ok=True)
    for one in unpacked.iterdir():
        if not (kept / one.name).exists():
            shutil.move(one, kept / one.name)
    sync_directory(kept)
    sync_directory(kept.parent)
