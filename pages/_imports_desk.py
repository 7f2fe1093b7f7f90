"""The desk of 数据导入: the files that wait, the answers given about them, the work under way. It outlives reruns and other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from analytics.access import name_of
from analytics.audit.unread import checkable
from analytics.bundles import PassedOver, unpack
from analytics.intake import Examination, Turned, accept, examine, undo
from analytics.reading import Answers, Source
from analytics.reading.records import FileReading
from analytics.settings import setting
from analytics.store import Outcome, Store
from analytics.uploads import Open, open_questions, recalled_columns, recognised, remembered_columns, samples, standing
from pages._imports_check import Checking
from pages._imports_job import Ear, Job, Uploads, begin

BYTES_A_MEGABYTE = 1024 * 1024
NOTHING_ANSWERED = Answers(only_open=True)  # what a file states itself is never overridden here


@dataclass(frozen=True)
class Given:
    """What was answered about one file. `remember` holds the printed names to be kept as aliases."""

    answers: Answers = NOTHING_ANSWERED
    remember: frozenset[str] = frozenset()
    replace_whole: bool = False


@dataclass(frozen=True)
class Edition:
    """A file that gave way to a mended one, as it was read."""

    source: Source
    given: Given
    reading: FileReading


@dataclass(frozen=True)
class Result:
    """An import that was confirmed, with what it took off the desk, so that it can be put back."""

    outcome: Outcome
    taken: Mapping[int, tuple[Source, Given]] = field(default_factory=dict)
    years: tuple[int, ...] = ()

    @property
    def stored(self) -> int:
        """How many files were stored; those read again for their unit are not counted."""
        return sum(not info.instead_of for info in self.outcome.batches)

    def lines(self) -> list[str]:
        """What was done, a sentence a line."""
        done = self.outcome
        lines = [f"{info.file}：{info.projects} 个项目" if info.projects else info.file for info in done.batches if not info.instead_of]
        lines += [f"{file}：重新读取，新文件为它的金额单位提供了依据" for file in done.reread]
        lines += [f"{file}：内容未变，不会重复导入" for file in done.unchanged]
        lines += [f"{file}：没有导入。{reason}" for file, reason in done.refused]
        counted = {"新增": done.added, "替换": done.replaced, "保留旧记录": done.left, "去掉旧记录": done.removed}
        words = "，".join(f"{what} {n} 条" for what, n in counted.items() if n)
        return [*lines, f"{words}；数据版本 {done.version}" if words else f"数据版本 {done.version}"]


FAILURE = "没有完成：程序出了意外错误，数据未改变，文件仍在。请重试；仍不行请把日志交给运维。"


class Desk:
    """What one person has before them. Every change of it makes the examination old."""

    def __init__(self) -> None:
        self.files: dict[int, Source] = {}
        self.given: dict[int, Given] = {}
        self.open: dict[int, Open] = {}
        self.before: dict[int, Edition] = {}  # what a mended file took the place of
        self.examination: Examination | None = None
        self.checking: Checking | None = None
        self.job: Job | None = None
        self.result: Result | None = None
        self.notes: list[tuple[str, str]] = []  # severity and sentence, said once
        self.objections: dict[int, str] = {}  # to an answer about a file that cannot be right
        self.generation = 0
        self.uploads = Uploads()
        self._numbers = 0
        self._examined: tuple | None = None
        self._changes = 0
        self._unexamined: list[int] = []  # what a cancelled examination takes away again

    # files and answers

    def take(self, files: Iterable[Source]) -> None:
        """Put files on the desk, and those inside archives. The same content twice counts once; a mended file takes the place of its old edition."""
        for dropped in files:
            if len(dropped.content) > int(setting("upload_megabytes")) * BYTES_A_MEGABYTE:
                self.notes.append(("warning", f"“{dropped.name}”超过 {setting('upload_megabytes')} MB，没有放入。请拆分为较小的文件后再上传。"))
                continue
            bundle = unpack(dropped.name, dropped.content)
            self.notes += [_said(dropped.name, one) for one in bundle.passed_over]
            for source in bundle.sources:
                self._take(source)
        self._changed()

    def _take(self, source: Source) -> None:
        why_not = self._why_not(source)
        if why_not:
            self.notes.append(("warning", why_not))
            return
        old = self._old_edition(source.name)
        given = Given()
        if old is not None:
            edition = self._edition(old)
            given = replace(edition.given, answers=replace(edition.given.answers, cells={}))
            self.drop(old)
            self.before[self._numbers + 1] = edition
        self._numbers += 1
        self._unexamined.append(self._numbers)
        self.files[self._numbers] = Source(self._free_name(source.name), source.content)
        self.given[self._numbers] = given

    def _why_not(self, source: Source) -> str | None:
        if any(source.content == other.content for other in self.files.values()):
            return f"“{source.name}”与已放入的文件内容相同，只保留一份。"
        if len(self.files) >= int(setting("upload_files")):
            return f"一次最多放 {setting('upload_files')} 个文件，“{source.name}”没有放入。请先导入已放入的文件。"
        return None

    def _reading(self, number: int) -> FileReading | None:
        """How a file on the desk was read; None while it was not."""
        if self.examination is None or number not in self.files:
            return None
        return next((one for one in self.examination.readings if one.file == self.files[number].name), None)

    def _edition(self, number: int) -> Edition:
        return Edition(self.files[number], self.given[number], self._reading(number) or FileReading(self.files[number].name, ""))

    def _old_edition(self, name: str) -> int | None:
        """The file of this name that was refused, waits or has something to mend: one of the same name is its mended edition."""
        for number, source in self.files.items():
            reading = self._reading(number)
            if reading and source.name == name and (reading.refused or reading.questions or any(one.severity != "note" for one in reading.problems)):
                return number
        return None

    def compare_with(self, number: int, other: int) -> None:
        """Say that a file is the mended edition of another, whatever its name."""
        self.before[number] = self._edition(other)
        self.drop(other)

    def put_back(self, number: int) -> None:
        """Put the old edition back on the desk as a file of its own."""
        edition = self.before.pop(number)
        self._numbers += 1
        self.files[self._numbers] = Source(self._free_name(edition.source.name), edition.source.content)
        self.given[self._numbers] = edition.given
        self._changed()

    def _free_name(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        taken = {source.name for source in self.files.values()}
        candidates = (f"{stem} ({n}){dot}{ending}" for n in range(2, len(taken) + 3))
        return name if name not in taken else next(candidate for candidate in candidates if candidate not in taken)

    def drop(self, number: int) -> None:
        """Take a file off the desk."""
        for kept in (self.files, self.given, self.open, self.objections, self.before):
            kept.pop(number, None)
        self._changed()

    def clear(self) -> None:
        """Take all files off the desk."""
        for number in list(self.files):
            self.drop(number)

    def answer(self, number: int, **answers: Any) -> None:
        """Keep answers about a file."""
        given = self.given[number]
        self.given[number] = replace(given, answers=replace(given.answers, **answers))
        self._changed()

    def correct(self, number: int, typed: Mapping[str, str]) -> None:
        """Keep what a person put right, {sheet!cell: text}; an empty text takes a correction back."""
        cells = {**self.given[number].answers.cells, **{place: text.strip() for place, text in typed.items()}}
        self.answer(number, cells={place: text for place, text in cells.items() if text})

    def choose(self, number: int, **choices: Any) -> None:
        """Keep what is no answer to a question of the file: `remember`, `replace_whole`."""
        self.given[number] = replace(self.given[number], **choices)
        self._changed()

    def _changed(self) -> None:
        self._changes += 1

    # work

    def start(self, label: str, steps: int, work: Callable[[Ear], Any], done: Callable[[Any], None], cancelled: Callable[[], None] | None = None) -> None:
        """Begin work unless some is under way: a second click is no second import. With `cancelled` a person may stop it."""
        if self.job is None:
            self.job = begin(label, steps, work, done, cancelled)

    def stop(self) -> None:
        """Ask the work under way to end; what it has done so far is taken back."""
        if self.job and self.job.cancelled:
            self.job.ear.stop()

    def finish(self) -> None:
        """Take over what the work returned, or say in words why it failed."""
        job, self.job = self.job, None
        if job is None:
            return
        failed = job.settle(FAILURE)
        if failed is not None:
            self.notes.append(("error", failed))

    def examined(self, state: tuple) -> bool:
        """Whether the files as they are now were examined against this state of the store."""
        return not self.files or self._examined == (*state, self._changes)

    def begin_examination(self, store: Store, state: tuple) -> None:
        """Examine what is on the desk; nothing is stored."""
        mark = (*state, self._changes)
        self._examined, self.examination = mark, None
        numbers, sources = list(self.files), list(self.files.values())
        given = [self.given[number] for number in self.files]

        def work(ear: Ear) -> tuple[Examination, Mapping[str, str]]:
            answers, whole = [one.answers for one in given], [one.replace_whole for one in given]
            return examine(store, sources, answers, whole, ear, cancel=ear.stopped), remembered_columns(store)

        def done(found: tuple[Examination, Mapping[str, str]]) -> None:
            if mark == (*state, self._changes):
                self._take_examination(numbers, *found)

        self.start(f"正在识别 {len(sources)} 个文件", len(sources), work, done, self._take_away)

    def _take_away(self) -> None:
        """After a cancelled examination: what was just dropped goes, and what it had pushed aside comes back."""
        fresh = [number for number in self._unexamined if number in self.files]
        for number in fresh:
            edition = self.before.get(number)
            self.drop(number)
            if edition:
                self._numbers += 1
                self.files[self._numbers], self.given[self._numbers] = edition.source, edition.given
        self._unexamined = []
        self.notes.append(("info", f"已取消识别，刚放入的 {len(fresh)} 个文件已拿走，没有存下任何内容。" if fresh else "已取消识别，没有存下任何内容。"))

    def look_again(self) -> None:
        """Have everything examined once more."""
        self._changed()

    def _take_examination(self, numbers: list[int], examination: Examination, known_columns: Mapping[str, str]) -> None:
        self.examination = examination
        self._unexamined = []
        self._begin_check(examination)
        for number, reading in zip(numbers, examination.readings, strict=True):
            self.open[number] = _still_asked(self.open.get(number, Open()), open_questions(reading), self.given[number])
            self._recall_columns(number, known_columns)

    def _begin_check(self, examination: Examination) -> None:
        """Have the rules run on what could be read; whatever they find, importing goes on."""
        if self.checking:
            self.checking.forget()
        to_check = [one for one in examination.readings if standing(examination, one) != "unchanged" and checkable(one)]
        before = {self.files[number].name: edition.reading for number, edition in self.before.items() if number in self.files}
        self.checking = Checking(to_check, before) if to_check else None

    def _recall_columns(self, number: int, known: Mapping[str, str]) -> None:
        """Name a column as it was named when an earlier file was imported, and say so; a person can still change it."""
        said = self.given[number].answers.columns
        recalled = recalled_columns(self.open[number], known, said)
        if recalled:
            self.answer(number, columns={**said, **recalled})
            words = "、".join(f"“{heading}”读作“{meaning}”" for heading, meaning in recalled.items())
            self.notes.append(("info", f"“{self.files[number].name}”的表头按以前的说明：{words}。不对请在下面改。"))

    def confirm(self, store: Store) -> None:
        """Store what is ready. Files that are refused or wait for an answer stay on the desk."""
        examination = self.examination
        if examination is None or self.job is not None:
            return
        ready = [number for number, reading in zip(self.files, examination.readings, strict=True) if standing(examination, reading) == "ready"]
        aliases = {printed: self.given[number].answers.departments.get(printed) for number in ready for printed in self.given[number].remember}

        def work(ear: Ear) -> Outcome:
            outcome = accept(store, examination, name_of(store.person), ear)
            for printed, department in aliases.items():
                if department:
                    store.remember_alias(printed, department, name_of(store.person))
            return outcome

        done = lambda outcome: self._take_outcome(outcome, examination)  # noqa: E731
        self.start("正在导入", 3 * len(ready) + 4, work, done, lambda: self.notes.append(("info", "已取消导入，没有存下任何内容，文件仍在。")))

    def _take_outcome(self, outcome: Outcome, examination: Examination) -> None:
        stored = {info.file for info in outcome.batches if not info.instead_of} | set(outcome.unchanged)
        taken = {number: (source, self.given[number]) for number, source in self.files.items() if source.name in stored}
        for number in taken:
            self.drop(number)
        years = {year for reading in examination.readings if reading.file in stored for year in recognised(reading).years}
        self.result = Result(outcome, taken, tuple(sorted(years)))

    def import_samples(self, store: Store) -> None:
        """Examine and store the samples in one go."""
        sources = samples()
        done = lambda outcome: setattr(self, "result", Result(outcome))  # noqa: E731

        def work(ear: Ear) -> Outcome:
            return accept(store, examine(store, sources, progress=ear, cancel=ear.stopped), name_of(store.person), ear)

        self.start("正在导入示例数据", 4 * len(sources) + 4, work, done, lambda: self.notes.append(("info", "已取消，没有存下任何内容。")))

    def undo(self, store: Store) -> None:
        """Take back the import just confirmed; its files come back to the desk."""
        result = self.result
        if result is None:
            return

        def done(version: str) -> None:
            for number, (source, given) in result.taken.items():
                self.files[number], self.given[number] = source, given
            self._changed()
            self.result = None
            self.notes.append(("success", f"已撤销刚才的导入，数据回到导入之前（数据版本 {version}）。{'文件仍在下面。' if result.taken else ''}"))

        self.start("正在撤销", 4, lambda ear: undo(store, result.outcome, name_of(store.person), ear), done)

    def change(self, label: str, work: Callable[[Ear], Turned], sentence: str) -> None:
        """Withdraw, reinstate or restore; the new version ends the sentence, files that were read again are named."""

        def done(turned: Turned) -> None:
            self.result = None
            self.notes.append(("success", f"{sentence}，现为数据版本 {turned.version}。"))
            if turned.reread:
                self.notes.append(("info", f"金额单位的依据随之变化，已重新读取：{'、'.join(turned.reread)}。"))

        self.start(label, 4, work, done)


def _still_asked(before: Open, now: Open, given: Given) -> Open:
    """What is open now, with what was open and has been answered: an answer can be looked at and changed."""
    answers = given.answers
    named = {one.printed for one in now.departments}
    doubted = {one.project for one in now.units}
    answered = [
        one for one in before.departments if one.printed not in named and (answers.department if one.printed is None else one.printed in answers.departments)
    ]
    settled = [one for one in before.units if one.project not in doubted and one.project in answers.units]
    unknown = {one.heading for one in now.columns}
    named_columns = [one for one in before.columns if one.heading not in unknown and one.heading in answers.columns]
    return Open(
        now.forms,
        now.fiscal_year or (before.fiscal_year if answers.fiscal_year else 0),
        now.district or (before.district if answers.district else 0),
        (*answered, *now.departments),
        (*settled, *now.units),
        (*named_columns, *now.columns),
    )


def _said(archive: str, one: PassedOver) -> tuple[str, str]:
    return ("warning" if one.fault else "info", one.said(archive))


def desk() -> Desk:
    """The desk of this visit."""
    return st.session_state.setdefault("import_desk", Desk())
