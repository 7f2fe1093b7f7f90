"""The store: batches that never change, a ledger that says which of them count, and the snapshot built from those.

A change is acknowledged by one ledger transaction. What comes before it (batch folder, snapshot file) is invisible until
then; what comes after it (the pointer) is put right by the next opening.
"""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from analytics.access import EVERYTHING, Forbidden, Person, bound, demand, may, name_of, speaks_for, whom_to_ask
from analytics.errors import ImportCancelled, OriginalNotKept, SnapshotDamaged, UnknownBatch, UnknownName, UnknownVersion
from analytics.reading.names import district_of
from analytics.reading.records import Claim, Evidence, FileReading, as_json
from analytics.settings import setting
from analytics.store import attachments, trail
from analytics.store.backup import backup, move_in, restore_backup
from analytics.store.batch import BatchInfo, Incoming, describe, places, places_of, write
from analytics.store.build import schema_mark
from analytics.store.durable import write_text
from analytics.store.ledger import Change, Event, Ledger, VersionInfo
from analytics.store.ledger_copy import LEDGER, copy_in
from analytics.store.lock import writing
from analytics.store.plan import Plan, make_plan
from analytics.store.project_classes import class_names
from analytics.store.snapshot import Snapshot, apart, forget, open_snapshot
from analytics.store.sorted import Sorted
from analytics.store.soundness import left_away
from analytics.store.upkeep import CLASS, LOCK, POINTER, Progress, Upkeep, quiet

STEPS = {
    "batch-begun": "写入批次",
    "batch-written": "写入批次",
    "batch-renamed": "批次已写好",
    "snapshot-copied": "已复制上一个数据快照",
    "snapshot-built": "数据快照已建好",
    "snapshot-renamed": "数据快照已就位",
    "ledger-committed": "已记入台账",
    "pointer-flipped": "已切换到新数据",
}


def ledger_of(directory: Path) -> str:
    """The address of the database that holds the ledger of the store in this directory."""
    return str(setting("ledger_url")) or f"sqlite:///{directory / LEDGER}"


@dataclass(frozen=True)
class Outcome:
    """What a commit did. `refused` pairs a file with the reason, `waiting` names files with an open question.

    added, replaced, left and removed count records.
    """

    version: str
    batches: tuple[BatchInfo, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    waiting: tuple[str, ...] = ()
    added: int = 0
    replaced: int = 0
    left: int = 0
    removed: int = 0
    reread: tuple[str, ...] = ()  # files read again because evidence for their unit arrived
    plan: Plan = field(default_factory=Plan)


class Store(Upkeep):
    """A directory that holds everything the product keeps. Raises StoreError when it cannot be used.

    `for_person` gives the same store as one person sees it: what is not theirs does not exist in it, and what they may
    not do raises Forbidden. Without a person it is the program's own.
    """

    person: Person | None = None

    def __init__(self, directory: Path | str, ledger_url: str | None = None) -> None:
        self.directory = Path(directory).resolve()
        self.batch_directory = self.directory / "batches"
        with self.understandable():
            self.batch_directory.mkdir(parents=True, exist_ok=True)
            self.ledger = Ledger(ledger_url or ledger_of(self.directory))
            self._demand_known_ledger()
            self._open()

    def _open(self) -> None:
        with writing(self.directory / LOCK, 0) as held:
            if held:
                return self._heal()
        if not self.ledger.up_to_date() or not (self.directory / POINTER).exists():
            with self._writing():
                self._heal()
        return None

    # For whom

    def for_person(self, person: Person | None) -> Store:
        """The same store as this person sees it; None: without bounds."""
        seen = copy(self)
        seen.person = person
        return seen

    @property
    def whole(self) -> Store:
        """The same store without bounds: for what the program must know to answer rightly, never to show."""
        return self if self.person is None else self.for_person(None)

    def demand(self, action: str, info: BatchInfo | None = None) -> None:
        """Raise Forbidden unless the person may do this, to this batch where one is named."""
        demand(self.person, action, None if info is None else places(self.batch_directory, info.batch_id))

    def lends(self, batch_id: str) -> bool:
        """Whether the person may have the file that a batch was made of."""
        kept = bool(int(setting("keep_persons"))) and any(info.batch_id == batch_id and self.keeps(info) for info in self.batches())
        return kept and may(self.person, "originals")

    def keeps(self, info: BatchInfo) -> bool:
        """Whether the file that a batch was made of was stored: not where persons were not kept."""
        return (self.batch_directory / info.batch_id / info.sha256).exists() or not left_away(self.batch_directory / info.batch_id)

    def _sees(self, info: BatchInfo) -> bool:
        return not bound(self.person) or speaks_for(self.person, places(self.batch_directory, info.batch_id))

    # Reading

    def snapshot(self) -> Snapshot:
        """The current snapshot, read-only; one that is missing or cannot be opened is built again."""
        with self.understandable():
            try:
                return self._opened()
            except SnapshotDamaged:  # put aside: now it is missing
                return self._opened()

    def _opened(self) -> Snapshot:
        version = self._pointer()
        if version is None or not self._path(version).exists():
            with self._writing():
                self._heal()
            version = self._pointer() or ""
        return open_snapshot(self._path(version), version, self.ledger.revision(), self.person.scope if self.person else EVERYTHING)

    def pointed_at(self) -> Path | None:
        """The file of the current snapshot, without opening it or asking the ledger; None where there is none yet."""
        version = self._pointer()
        return self._path(version) if version else None

    def batches(self) -> list[BatchInfo]:
        """All batches, oldest first, withdrawn ones too; of those of others a person bound to departments or districts does not learn."""
        with self.understandable():
            return [info for info in self.ledger.batches() if self._sees(info)]

    def versions(self) -> list[VersionInfo]:
        """All snapshot versions, oldest first; why each was made, which names files, only for those who may go back to them."""
        with self.understandable():
            found = self.ledger.versions()
        return found if may(self.person, "versions") else [replace(info, reason="", actor="", batches=()) for info in found]

    def events(self, limit: int = 1000) -> list[Event]:
        """The latest changes, newest first."""
        self.demand("trail")
        with self.understandable():
            return self.ledger.events(limit)

    def entries(self, wanted: trail.Wanted, limit: int | None = None) -> list[trail.Entry]:
        """The lines of the trail that are asked for, newest first."""
        return self._of_trail(lambda connection: trail.entries(connection, wanted, limit))

    def checked_trail(self) -> trail.Checked:
        """Whether the chain of the trail holds."""
        return self._of_trail(trail.verify)

    def known_in_trail(self, column: str) -> list[str]:
        """The different actors or actions of the trail."""
        return self._of_trail(lambda connection: trail.known(connection, column))

    def _of_trail(self, asked: Callable[[sa.Connection], Any]) -> Any:
        self.demand("trail")
        with self.understandable(), self.ledger.engine.connect() as connection:
            return asked(connection)

    def note(self, action: str, subject: str, after: Any = None) -> None:
        """Keep in the trail what the person did without changing anything: took a file along, was refused."""
        with self.understandable(), self.ledger.engine.begin() as connection:
            trail.append(connection, name_of(self.person), action, subject, None, after)

    def batch(self, name: str) -> BatchInfo:
        """The batch of this id, or of this sequence number; raises UnknownBatch."""
        known = self.batches()
        for info in known:
            if name in (info.batch_id, str(info.sequence), f"{info.sequence:06d}"):
                return info
        raise UnknownBatch(name, _nearest(name, [info.batch_id for info in known]))

    @contextmanager
    def version(self, name: str) -> Iterator[Snapshot]:
        """The data as they were in a version; a file that is no longer kept is built again beside and removed after use."""
        self.demand("versions")
        known = {info.version: info for info in self.versions()}
        if name not in known:
            raise UnknownVersion(name, _nearest(name, list(known)))
        path = self._path(name)
        with self.understandable(), tempfile.TemporaryDirectory(prefix="version-") as beside:
            if not path.exists() or known[name].schema_mark != schema_mark():
                path = Path(beside) / path.name
                held = [info for info in self.ledger.batches() if info.batch_id in known[name].batches]
                self._build(path, held, quiet, self.classes())
            with apart(path, name, self.person.scope if self.person else EVERYTHING) as snapshot:
                yield snapshot

    def original(self, batch_id: str) -> tuple[str, bytes]:
        """Name and bytes of the file that a batch was made of; raises OriginalNotKept where it was not stored."""
        info = self.batch(batch_id)
        self.demand("originals", info)
        if self.person and not int(setting("keep_persons")):
            raise Forbidden("按设置不保留填表人的姓名和电话，原文件不再提供下载。", whom_to_ask())
        if not self.keeps(info):
            raise OriginalNotKept
        with self.understandable():
            return info.file, (self.batch_directory / info.batch_id / info.sha256).read_bytes()

    def claims(self, without: str = "") -> list[Claim]:
        """Amounts that stored documents state about projects, those of newer batches first; batch `without` is passed over.

        A claim names the file it stands in: a clerk gets only those about the own departments.
        """
        sql = "select claim.* from claim join batch using (batch_id) where batch_id <> $without order by batch.sequence desc"
        rows = self.snapshot().table(sql, {"without": without}).to_pylist()
        own = self.person.departments if self.person and self.person.own_only else None
        return [_claim(row) for row in rows if own is None or row["department"] in own]

    def aliases(self) -> dict[str, str]:
        """Printed department name -> department, as persons explained them."""
        with self.understandable():
            return self.ledger.aliases()

    def plan(self, readings: Iterable[FileReading], replace_whole: bool = False) -> Plan:
        """What committing these files would add, replace and leave, per file; changes nothing."""
        return make_plan(self.snapshot(), [(reading, replace_whole) for reading in readings])

    # Changing

    def commit(
        self,
        readings_with_bytes: Sequence[tuple[FileReading, bytes]],
        decisions: Mapping[str, Any],
        actor: str,
        replace_whole: bool = False,
        progress: Progress | None = None,
    ) -> Outcome:
        """Store files with the same decisions: each wholly or not at all, all in one new snapshot."""
        plain = {name: value for name, value in as_json(decisions).items() if value not in (None, "", {}, [])}
        return self.commit_files([Incoming(reading, content, plain, replace_whole) for reading, content in readings_with_bytes], actor, progress)

    def commit_files(self, files: Sequence[Incoming], actor: str, progress: Progress | None = None) -> Outcome:
        """Store files, each with its own decisions. `progress` hears every step by its name in STEPS.

        It may raise ImportCancelled before `ledger-committed`: then nothing of the import is left.
        """
        step = progress or quiet
        for one in files:
            if not one.instead_of:
                demand(self.person, "import", places_of(one.reading.forms) if one.reading.forms else None)
        with self.understandable(), self._writing(), self._nothing_left_of_a_cancelled_import():
            self._heal()
            before = self.snapshot()  # built again where it is damaged, while nothing new lies beside it
            active = {info.batch_id: info for info in self.ledger.batches() if info.status == "active"}
            sorted_out = Sorted(active)
            for one in files:
                sorted_out.add(one)
            written, too_large = self._write(sorted_out.fresh, active, actor, step)
            unstored = {name: tuple(getattr(sorted_out, name)) for name in ("unchanged", "waiting")}
            outcome = Outcome(self._pointer() or "", refused=(*sorted_out.refused, *too_large), **unstored)
            if not written:
                return outcome
            plan = make_plan(before, [(one.reading, one.replace_whole) for _, one in written if one.instead_of is None])
            gone = self._taken_over(written, active)
            held = [info for info in active.values() if info.batch_id not in gone] + [info for info, _ in written]
            reason = f"导入 {written[0][0].file}" + (f" 等 {len(written)} 个文件" if len(written) > 1 else "")
            events = (*_superseded(gone), *_noted_imports(written))
            version = self._publish(held, reason, actor, step, tuple(info for info, _ in written), events)
            return replace(
                outcome,
                version=version,
                batches=tuple(info for info, _ in written),
                reread=tuple(info.file for info, _ in written if info.instead_of),
                plan=plan,
                **{what: plan.count(what) for what in ("added", "replaced", "left", "removed")},
            )

    def withdraw(self, batch_id: str, actor: str, progress: Progress | None = None, again: Sequence[Incoming] = ()) -> str:
        """Take a batch out of the data; it stays stored. Returns the version; nothing changes when it is out already.

        `again` are stored files that read otherwise from now on: they change in the same version.
        """
        return self._set_status(batch_id, "withdrawn", "撤回", actor, progress or quiet, again)

    def reinstate(self, batch_id: str, actor: str, progress: Progress | None = None, again: Sequence[Incoming] = ()) -> str:
        """Put a withdrawn batch back, at its old place in the order of replacement. Returns the version; `again` as in withdraw."""
        return self._set_status(batch_id, "active", "恢复", actor, progress or quiet, again)

    def restore(self, version: str, actor: str, progress: Progress | None = None) -> str:
        """Make a new version that holds the batches of an earlier one. Returns the new version."""
        self.demand("versions")
        with self.understandable(), self._writing():
            self._heal()
            known = {info.version: info for info in self.ledger.versions()}
            name = version.zfill(6)
            if name not in known:
                raise UnknownVersion(version, _nearest(name, list(known)))
            wanted = known[name]
            before = [info.batch_id for info in self.ledger.batches() if info.status == "active"]
            held = [info for info in self.ledger.batches() if info.batch_id in wanted.batches]
            as_built = wanted.schema_mark == schema_mark() and not self.classes()  # a kept file knows nothing of later decisions
            kept = self._path(name) if as_built and self._path(name).exists() else None
            events = (("restore", name, before, list(wanted.batches)),)
            return self._publish(held, f"回到版本 {name}", actor, progress or quiet, events=events, kept=kept)

    def rebuild(self, actor: str, progress: Progress | None = None) -> str:
        """Build a new snapshot from the active batches. Returns the new version."""
        self.demand("versions")
        with self.understandable(), self._writing():
            self._heal()
            return self._publish(self._active(), "重建", actor, progress or quiet, events=(("rebuild", "", None, None),), anew=True)

    def remember_alias(self, printed: str, department: str, actor: str) -> None:
        """Keep that a printed department name belongs to a department; used when files are read from now on."""
        demand(self.person, "import", [(district_of(department), department)] if self.person and self.person.own_only else None)
        with self.understandable():
            self.ledger.remember_alias(printed, department, actor)

    def classify(self, project_id: str, project_class: str, actor: str) -> str:
        """Decide the class of a project; it holds for every later import. Returns the new version; raises UnknownName."""
        self.demand("classify")
        if project_class not in class_names():
            raise UnknownName("项目类别", project_class, _nearest(project_class, class_names()) or "、".join(class_names()))
        with self.understandable(), self._writing():
            self._heal()
            found = self.snapshot().table("select name, project_class from project where project_id = $project", {"project": project_id}).to_pylist()
            if not found:
                raise UnknownName("项目标识", project_id)
            before = found[0]["project_class"]
            events = (("classify", project_id, before, project_class),)
            reason = f"项目类别：{found[0]['name']} 归入{project_class}"
            return self._publish(self._active(), reason, actor, quiet, events=events, decided=((CLASS, project_id, project_class),))

    def backup(self, path: Path | str) -> int:
        """Write one archive of ledger and batches; returns how many batches it holds."""
        self.demand("backup")
        with self.understandable():
            return backup(self.batch_directory, self.ledger, Path(path))

    @staticmethod
    def restore_backup(directory: Path | str, path: Path | str, force: bool = False, actor: str = "", saved: Callable[[Path], None] | None = None) -> Store:
        """Fill a store from an archive and build its snapshot; raises StoreError when it is damaged or the store is not empty.

        With `force` a store that is not empty is replaced; `saved` hears the path of the copy that is made of it first.
        """
        return restore_backup(Path(directory), Path(path), force, actor, saved)

    def fill(self, unpacked: Path, name: str, actor: str) -> str:
        """Take over an unpacked archive and build its snapshot; returns the version."""
        with self.understandable(), self._writing():
            before, ledger_file = self._pointer(), unpacked / LEDGER
            for folder in (self.batch_directory.name, attachments.FOLDER):
                move_in(unpacked / folder, self.directory / folder)
            archived = Ledger(f"sqlite:///{ledger_file}")
            archived.migrate()
            held = [info for info in archived.batches() if info.status == "active"]
            version = self._next_version(archived)
            self._build(self._path(version), held, quiet, archived.decisions(CLASS))
            events = (("restore-backup", name, before, version),)
            archived.apply(Change(version, f"由备份 {name} 恢复", actor, schema_mark(), tuple(info.batch_id for info in held), (), events))
            archived.close()
            copy_in(ledger_file, self.ledger)
            write_text(self.directory / POINTER, version + "\n")
            self._tidy(version)
            return version

    def close(self) -> None:
        """Let go of the ledger and of this process's connection to the snapshot."""
        self.ledger.close()
        forget(self.directory)

    # Inside

    @contextmanager
    def _nothing_left_of_a_cancelled_import(self):
        try:
            yield
        except ImportCancelled:
            for folder in self._unknown_folders():  # others were put aside when the lock was taken
                shutil.rmtree(folder, ignore_errors=True)
            self._drop_leftovers()
            raise

    def _write(self, files: Sequence[Incoming], active: Mapping[str, BatchInfo], actor: str, step: Progress):
        written: list[tuple[BatchInfo, Incoming]] = []
        refused: list[tuple[str, str]] = []
        sequence = max((info.sequence for info in self.ledger.batches()), default=0)
        for one in files:
            sequence += 1
            info = describe(one, sequence, active[one.instead_of].rank if one.instead_of else sequence, actor)
            try:
                write(self.batch_directory, info, one, step)
            except (pa.ArrowInvalid, ArithmeticError, ValueError) as error:
                refused.append((one.reading.file, f"有数值无法存储（{error}）。"))
            else:
                written.append((info, one))
        return written, refused

    @staticmethod
    def _taken_over(written: Sequence[tuple[BatchInfo, Incoming]], active: Mapping[str, BatchInfo]) -> set[str]:
        """Batches that go because their file is read again, or comes again with other answers: its figures count once."""
        reread = {one.instead_of for _, one in written if one.instead_of}
        again = {info.sha256 for info, one in written if one.instead_of is None}
        return reread | {info.batch_id for info in active.values() if info.sha256 in again}

    def _set_status(self, batch_id: str, status: str, word: str, actor: str, step: Progress, again: Sequence[Incoming]) -> str:
        with self.understandable(), self._writing():
            self._heal()
            info = self.batch(batch_id)
            self.demand("withdraw", info)
            if info.status == status:
                return self._pointer() or ""
            others = [one for one in self._active() if one.batch_id != info.batch_id]
            held = [*others, info] if status == "active" else others
            action = "reinstate" if status == "active" else "withdraw"
            known = {one.batch_id: one for one in held}
            written, _ = self._write([one for one in again if one.instead_of in known], known, actor, step)
            gone = self._taken_over(written, {})
            held = [one for one in held if one.batch_id not in gone] + [one for one, _ in written]
            events = ((action, info.batch_id, info.status, status), *_superseded(gone), *_noted_imports(written))
            return self._publish(held, f"{word} {info.file}", actor, step, tuple(one for one, _ in written), events)


def _superseded(gone: Iterable[str]) -> Iterator[tuple[str, str, Any, Any]]:
    yield from (("supersede", batch_id, "active", "withdrawn") for batch_id in sorted(gone))


def _noted_imports(written: Iterable[tuple[BatchInfo, Incoming]]) -> Iterator[tuple[str, str, Any, Any]]:
    yield from (("reread" if info.instead_of else "import", info.batch_id, info.instead_of, _noted(info)) for info, _ in written)


def _noted(info: BatchInfo) -> dict[str, Any]:
    return {"file": info.file, "sha256": info.sha256, "forms": info.forms, "decisions": dict(info.decisions), "replace_whole": info.replace_whole}


def _claim(row: Mapping[str, Any]) -> Claim:
    evidence = Evidence(row["sheet"], row["cell"], row["text"] or "", row["file"])
    return Claim(row["project"], row["department"], row["fiscal_year"], row["budget"], row["executed"], evidence)


def _nearest(name: str, known: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, 1)), None)
