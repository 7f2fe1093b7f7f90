"""Joins reading and store: what a file would change is shown first, and only then stored.

Evidence reaches back: a stored form is read again from its kept original when a file that speaks about its unit comes,
and when such a file goes.
Every change of the data goes through here: the life of findings follows it. What a change needs to know of the whole store
it asks `store.whole`; what it may do, and what it tells, is the person's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analytics.audit.casebook import Casebook
from analytics.errors import LensError, StoreError
from analytics.evidence import Answered, Read, come_back, read_beside, resting_on, stating_totals, storable, stored_file, touched_by
from analytics.reading import Answers, Source, read_files
from analytics.reading.apart import read_apart
from analytics.reading.records import FileReading, as_json
from analytics.store import BatchInfo, Incoming, Outcome, Plan, Store
from analytics.store.batch import stood_in_for
from analytics.store.plan import make_plan
from analytics.store.sorted import Sorted, stored_already
from analytics.store.store import Progress

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examination:
    """What was read and what storing it would do; nothing is stored yet.

    `duplicates` are names of files stored already, `questions` {file: fields a person must answer}, `reread` stored
    files that the new evidence would have read again.
    """

    sources: tuple[Source, ...]
    answers: tuple[Answers, ...]  # one a file, as replace_whole
    replace_whole: tuple[bool, ...]
    readings: tuple[FileReading, ...]
    plan: Plan
    duplicates: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]
    reread: tuple[Incoming, ...] = ()


NO_ANSWERS = Answers()


def examine(
    store: Store,
    sources: Sequence[Source],
    answers: Answers | Sequence[Answers] = NO_ANSWERS,
    replace_whole: bool | Sequence[bool] = False,
    progress: Progress | None = None,
    apart: bool = True,
    cancel: Callable[[], bool] | None = None,
) -> Examination:
    """Read the files in the light of everything stored, and say what storing them would add, replace and leave.

    `answers` and `replace_whole` hold for all files, or are one a file; `progress` hears the name of each file opened.
    `apart`: parse in a process with limits, as untrusted files need; only there can `cancel` stop it, by ReadingCancelled.
    """
    read: Read = partial(read_apart, cancel=cancel) if apart else read_files
    given = (answers,) * len(sources) if isinstance(answers, Answers) else tuple(answers)
    whole = (replace_whole,) * len(sources) if isinstance(replace_whole, bool) else tuple(replace_whole)
    readings = _read(store, read, list(zip(sources, given, strict=True)), progress)
    active = [info for info in store.whole.batches() if info.status == "active"]
    incoming = _incoming(readings, sources, given, whole)
    stored = {one.reading.sha256 for one in incoming if stored_already(one, active)}
    new = [one for one in incoming if one.reading.sha256 not in stored]
    fresh = [one for one in new if storable(one.reading)]
    return Examination(
        tuple(sources),
        given,
        whole,
        tuple(readings),
        make_plan(store.snapshot(), [(one.reading, one.replace_whole) for one in fresh]),
        tuple(reading.file for reading in readings if reading.sha256 in stored),
        {one.reading.file: one.reading.questions for one in new if one.reading.questions and not one.reading.refused},
        tuple(touched_by(store.whole, read, fresh)),
    )


def accept(store: Store, examination: Examination, actor: str, progress: Progress | None = None) -> Outcome:
    """Store what was examined: each file wholly or not at all, all of them in one new snapshot."""
    files = _incoming(examination.readings, examination.sources, examination.answers, examination.replace_whole)
    with _followed(store, actor):
        outcome = store.commit_files([*files, *examination.reread], actor, progress)
        return replace(outcome, reread=_named(store, outcome.reread))


def undo(store: Store, outcome: Outcome, actor: str, progress: Progress | None = None) -> str:
    """Take back an import; files it had read again come back as they were. Returns the version.

    Where nothing happened since, that is the version before; otherwise only the batches of the import are taken out.
    """
    for info in outcome.batches:
        if not info.instead_of:
            store.demand("withdraw", info)
    store = store.whole
    with _followed(store, actor):
        versions = [info.version for info in store.versions()]
        if outcome.version == versions[-1] and outcome.version in versions[1:]:
            return store.restore(versions[versions.index(outcome.version) - 1], actor, progress)
        version = outcome.version
        for info in reversed(outcome.batches):
            if not info.instead_of:
                version = _withdraw(store, info.batch_id, actor, progress).version
        return version


@dataclass(frozen=True)
class Turned:
    """A batch was withdrawn or put back: the version since then, and the stored files that were read again because of it."""

    version: str
    reread: tuple[str, ...] = ()


def withdraw(store: Store, batch_id: str, actor: str, progress: Progress | None = None) -> Turned:
    """Take a batch out of the data; stored forms whose unit it proves are read again without it."""
    with _followed(store, actor):
        return _withdraw(store, batch_id, actor, progress)


def _withdraw(store: Store, batch_id: str, actor: str, progress: Progress | None) -> Turned:
    info = store.batch(batch_id)
    store.demand("withdraw", info)
    again = resting_on(store.whole, read_apart, info) if info.status == "active" else []
    return Turned(store.withdraw(batch_id, actor, progress, again), _named(store, (one.reading.file for one in again)))


def reinstate(store: Store, batch_id: str, actor: str, progress: Progress | None = None) -> Turned:
    """Put a withdrawn batch back; it reaches stored forms as a new file would, and is read again where evidence came or went since.

    Raises LensError for a batch whose file counts already, read again.
    """
    info = store.batch(batch_id)
    store.demand("withdraw", info)
    if info.status == "active":
        return Turned(store.snapshot().version)
    other = stood_in_for(store.whole.batches()).get(batch_id)
    if other:
        raise LensError(f"批次 {batch_id} 的文件已经重新读取，由批次 {other.batch_id} 计入。", "要不计入，请撤回后者。")
    own = come_back(store.whole, read_apart, info)
    reached = touched_by(store.whole, read_apart, [_as_new(store.whole, info)]) if store.keeps(info) else []
    again = [*([own] if own else []), *reached]
    with _followed(store, actor):
        return Turned(store.reinstate(batch_id, actor, progress, again), _named(store, (one.reading.file for one in again)))


def restore(store: Store, version: str, actor: str, progress: Progress | None = None) -> str:
    """Go back to the batches of an earlier version; see Store.restore."""
    with _followed(store, actor):
        return store.restore(version, actor, progress)


def rebuild(store: Store, actor: str, progress: Progress | None = None) -> str:
    """Build the snapshot anew; see Store.rebuild."""
    with _followed(store, actor):
        return store.rebuild(actor, progress)


@dataclass(frozen=True)
class Repaired:
    """Damaged batches by their file: read again from the kept original, or beyond that (with the reason)."""

    version: str
    again: tuple[str, ...]
    beyond: tuple[tuple[str, str], ...]


def repair(store: Store, actor: str) -> Repaired:
    """Read the originals of damaged batches again and store them in their place; what a program of today reads may differ from then."""
    fresh, beyond = [], []
    for one in store.rebuild(actor) and store.snapshot().damaged:
        info = store.batch(one["batch_id"])
        try:
            again = replace(_as_new(store, info), instead_of=info.batch_id)
        except StoreError as error:
            beyond.append((info.file, error.message))
            continue
        sound = again.reading.sha256 == info.sha256 and storable(again.reading)
        fresh += [again] if sound else []
        beyond += [] if sound else [(info.file, "原文件也已改变，或不能再读")]
    with _followed(store, actor):
        version = store.commit_files(fresh, actor).version
    return Repaired(version, tuple(one.reading.file for one in fresh), tuple(beyond))


def classify(store: Store, project_id: str, project_class: str, actor: str) -> str:
    """Decide the class of a project; see Store.classify."""
    with _followed(store, actor):
        return store.classify(project_id, project_class, actor)


def restore_backup(directory: Path, path: Path, force: bool = False, actor: str = "", saved: Callable[[Path], None] | None = None) -> Store:
    """Fill a store from an archive; see Store.restore_backup."""
    store = Store.restore_backup(directory, path, force, actor, saved)
    with _followed(store, actor):
        return store


@contextmanager
def _followed(store: Store, actor: str) -> Iterator[None]:
    """The cases of findings follow a change of the data. The change stands even where they cannot: the next reader makes up for it."""
    yield
    try:
        Casebook(store).retest(actor)
    except StoreError:
        logger.exception("findings could not be retested")


def _named(store: Store, files: Iterable[str]) -> tuple[str, ...]:
    """Of the files that were read again, those that this person may know of."""
    seen = {info.file for info in store.batches()}
    return tuple(file for file in files if store.person is None or file in seen)


def _as_new(store: Store, info: BatchInfo) -> Incoming:
    """A stored file as it would come in today."""
    source, answers = stored_file(store, info.batch_id)
    (reading,) = _read(store, read_apart, [(source, answers)], None)
    return Incoming(reading, source.content, info.decisions, info.replace_whole)


def foreseen(store: Store, examination: Examination) -> Outcome:
    """What accepting would do, as far as it can be known before; nothing is stored."""
    sorted_out = Sorted({info.batch_id: info for info in store.whole.batches() if info.status == "active"})
    for one in _incoming(examination.readings, examination.sources, examination.answers, examination.replace_whole):
        sorted_out.add(one)
    named = {name: tuple(getattr(sorted_out, name)) for name in ("unchanged", "waiting", "refused")}
    counts = {what: examination.plan.count(what) for what in ("added", "replaced", "left", "removed")}
    reread = _named(store, (one.reading.file for one in examination.reread))
    return Outcome(store.snapshot().version, plan=examination.plan, reread=reread, **named, **counts)


def decisions(answers: Answers) -> dict[str, Any]:
    """The answers as plain data, without those not given: what a batch keeps of them."""
    given = {name: value for name, value in as_json(answers).items() if value not in (None, "", {}, [], False)}
    return {} if given.keys() <= {"only_open"} else given


def _incoming(readings: Sequence[FileReading], sources: Sequence[Source], answers: Sequence[Answers], whole: Sequence[bool]) -> list[Incoming]:
    together = zip(readings, sources, answers, whole, strict=True)
    return [Incoming(reading, source.content, decisions(given), replaces) for reading, source, given, replaces in together]


def _read(store: Store, read: Read, given: Sequence[Answered], progress: Progress | None) -> list[FileReading]:
    """Read with the claims stored; where a unit stays in doubt also beside the stored totals of its department."""
    claims, aliases = store.claims(), store.aliases()
    sources, answers = [source for source, _ in given], [own for _, own in given]
    readings = read(sources, answers, claims, aliases, progress)
    doubted = {form.department for reading in readings for form in reading.forms if form.amount_unit.status == "suspect"}
    if store.person and store.person.own_only:
        doubted &= set(store.person.departments)
    beside = stating_totals(store.whole, doubted) if doubted else []
    return read_beside(read, given, beside, claims, aliases) if beside else readings
