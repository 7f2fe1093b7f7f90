"""What a store does under its lock: build a snapshot, acknowledge it, show it, and put right what a crash or a bad disk left behind."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

from analytics.errors import StoreError, disk_reason, reason
from analytics.settings import setting
from analytics.store.batch import BEING_WRITTEN, BatchInfo, recorded
from analytics.store.build import build, schema_mark
from analytics.store.durable import BEING_BUILT, copy_whole, remove_if_free, write_text
from analytics.store.ledger import Change, Ledger
from analytics.store.ledger_copy import LEDGER, copy_in
from analytics.store.lock import writing
from analytics.store.workplace import clear_abandoned

logger = logging.getLogger(__name__)

POINTER = "current"
ELSEWHERE = "ledger-elsewhere"  # stands in a directory whose ledger is kept in another database
LOCK = "lock"
CLASS = "project_class"  # the kind of decision that says a project's class
ASIDE = "unacknowledged"  # batches of imports that broke off: nobody was told they are stored, nobody loses them either
Progress = Callable[[str], None]
_held = threading.local()  # `directory`: whose lock this thread holds


def quiet(_step: str) -> None:
    """No one watches."""


class Upkeep:
    """The inside of a store: a directory and its ledger."""

    directory: Path
    batch_directory: Path
    ledger: Ledger

    def classes(self) -> dict[str, str]:
        """project_id -> class, for the projects of which a person decided it."""
        with self.understandable():
            return self.ledger.decisions(CLASS)

    @contextmanager
    def understandable(self) -> Iterator[None]:
        """What goes wrong with files and databases inside is told as StoreError."""
        try:
            yield
        except (sa.exc.SQLAlchemyError, duckdb.Error) as error:
            if isinstance(error, sa.exc.OperationalError) and not self.ledger.in_file:
                raise StoreError("台账数据库现在不能用：连不上，或中途断开。", "请检查那个数据库的服务和 ledger_url；恢复后再试。") from error
            refused = disk_reason(error)
            if refused:
                raise StoreError(f"数据目录 {self.directory} 无法读写：{refused}。", "请检查磁盘空间和权限。") from error
            raise StoreError(f"数据目录 {self.directory} 无法使用：{str(error).splitlines()[0]}", "请检查磁盘和权限，或用备份恢复。") from error
        except OSError as error:
            raise StoreError(f"数据目录 {self.directory} 无法读写：{reason(error)}。", "请检查磁盘空间和权限。") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Under the lock; who holds it already goes on: a change that meets a damaged snapshot heals it on the way."""
        outer = getattr(_held, "directory", None)
        if outer == self.directory:
            yield
            return
        with writing(self.directory / LOCK, int(setting("lock_seconds"))):
            _held.directory = self.directory
            try:
                yield
            finally:
                _held.directory = outer

    def _path(self, version: str) -> Path:
        return self.directory / f"snapshot-{version}.duckdb"

    def _pointer(self) -> str | None:
        try:
            return (self.directory / POINTER).read_text("utf-8").strip() or None
        except FileNotFoundError:
            return None

    def _active(self) -> list[BatchInfo]:
        return [info for info in self.ledger.batches() if info.status == "active"]

    def _heal(self) -> None:
        """Under the lock: drop what was never acknowledged, make what was acknowledged visible."""
        self.ledger.migrate()
        self._take_over_file()
        newest = self.ledger.newest_version()
        if newest is None:
            self._recover()
            return
        self._drop_leftovers()
        version, mark = newest
        if mark != schema_mark():
            self._publish(self._active(), "程序更新后重建", "", quiet, anew=True)
            return
        if not self._path(version).exists():
            self._build(self._path(version), self._active(), quiet, self.classes())
        if self._pointer() != version:
            write_text(self.directory / POINTER, version + "\n")

    def _demand_known_ledger(self) -> None:
        """Refuse a new ledger beside the one that another database holds: it would know nothing of cases, accounts and trail."""
        if self.ledger.in_file and (self.directory / ELSEWHERE).exists():
            remedy = "请设好 ledger_url（LENS_LEDGER_URL）再用；要改回数据目录里的文件，请把备份恢复到一个新的数据目录。"
            raise StoreError(f"数据目录 {self.directory} 的台账在另外的数据库里，现在没有设它的地址。", remedy)

    def _take_over_file(self) -> None:
        """Where the ledger moves from the file into another database: bring everything over once, and keep the file under another name."""
        if self.ledger.in_file:
            return
        file = self.directory / LEDGER
        if file.exists():
            if self.ledger.newest_version() is None:
                before = Ledger(f"sqlite:///{file}")
                before.migrate()
                before.close()
                copy_in(file, self.ledger)
            os.replace(file, file.with_suffix(".moved"))
        if not (self.directory / ELSEWHERE).exists():
            write_text(self.directory / ELSEWHERE, "ledger_url\n")

    def _drop_leftovers(self) -> None:
        newest = (self.ledger.newest_version() or ("",))[0]
        for folder in self._unknown_folders():
            if folder.name.startswith(BEING_WRITTEN):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                (self.directory / ASIDE).mkdir(exist_ok=True)
                os.replace(folder, self.directory / ASIDE / folder.name)
        clear_abandoned(self.directory)
        for folder in self.directory.glob(f"{BEING_BUILT}-*"):
            shutil.rmtree(folder, ignore_errors=True)
        for file in self.directory.glob("snapshot-*"):
            built = file.name.removeprefix("snapshot-").removesuffix(".duckdb")
            if BEING_BUILT in file.name or (newest and built > newest):
                remove_if_free(file)

    def _unknown_folders(self) -> list[Path]:
        known = {info.batch_id for info in self.ledger.batches()}
        return [folder for folder in self.batch_directory.iterdir() if folder.name not in known]

    def _recover(self) -> None:
        """The ledger is gone or new: every whole batch that is there counts."""
        found = recorded(self.batch_directory)
        if not found:
            self._publish([], "新建数据目录", "", quiet, anew=True)
            return
        logger.error("the ledger was gone and is made again from the batches: accounts, decisions and the trail are in backups only")
        held = list({info.sha256: info for info in found}.values())
        events = (("recover", "", None, [info.batch_id for info in held]),)
        self._publish(held, "台账缺失，由批次重建", "", quiet, tuple(found), events, anew=True)

    def _build(self, path: Path, held: Sequence[BatchInfo], step: Progress, classes: Mapping[str, str], before: Path | None = None) -> Mapping[str, str]:
        """Build a snapshot of the batches that are sound, going on from `before` where there is one; returns the others with what is wrong with them."""
        damaged = build(path, self.batch_directory, held, step, classes, before)
        for batch_id, why in damaged.items():
            logger.error("batch %s is damaged and left out: %s", batch_id, why)
        return damaged

    def _publish(
        self,
        held: Sequence[BatchInfo],
        reason: str,
        actor: str,
        step: Progress,
        added: tuple[BatchInfo, ...] = (),
        events: tuple[tuple[str, str, Any, Any], ...] = (),
        kept: Path | None = None,
        decided: tuple[tuple[str, str, str], ...] = (),
        anew: bool = False,
    ) -> str:
        """Acknowledge a change and show it; `kept` is a file that holds it already, `anew`: nothing of the snapshot before is taken over."""
        before, version = self._pointer(), self._next_version()
        if kept is not None:
            copy_whole(kept, self._path(version))
        else:
            classes = self.classes() | {subject: value for kind, subject, value in decided if kind == CLASS}
            damaged = self._build(self._path(version), held, step, classes, None if anew or before is None else self._path(before))
            events = (*events, *(("damaged", batch_id, None, why) for batch_id, why in damaged.items()))
        events = events or (("open", version, None, reason),)
        self.ledger.apply(Change(version, reason, actor, schema_mark(), tuple(info.batch_id for info in held), added, events, decided))
        step("ledger-committed")
        write_text(self.directory / POINTER, version + "\n")
        step("pointer-flipped")
        self._tidy(version)
        return version

    def _next_version(self, *others: Ledger) -> str:
        """Above every version ever named here, so that no open file is met under its own name again."""
        named = [self._pointer() or "0", *((ledger.newest_version() or ("0",))[0] for ledger in (self.ledger, *others))]
        files = [file.stem.removeprefix("snapshot-") for file in self.directory.glob("snapshot-*.duckdb")]
        return f"{max(int(name) for name in (*named, *files) if name.isdigit()) + 1:06d}"

    def _tidy(self, version: str) -> None:
        files = sorted(self.directory.glob("snapshot-*.duckdb"))
        for file in files[: -max(1, int(setting("keep_snapshots")))]:
            if file != self._path(version):
                remove_if_free(file)
