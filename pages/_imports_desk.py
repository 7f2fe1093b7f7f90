"""The desk of 数据导入: the files that wait, the answers given about them, the work under way. It outlives reruns and other pages.

Work runs in a thread of its own: a click in the middle of it interrupts the drawing, never the storing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from analytics.access import actor
from analytics.errors import LensError
from analytics.intake import Examination, accept, examine, undo
from analytics.reading import Answers, Source
from analytics.settings import setting
from analytics.store import STEPS as STORE_STEPS
from analytics.store import Outcome, Store
from analytics.uploads import Open, open_questions, recognised, samples, standing
from pages._links import plain_markdown

POOL = ThreadPoolExecutor(2, thread_name_prefix="import")
BYTES_A_MEGABYTE = 1024 * 1024
Heard = Callable[[str], None]
NOTHING_ANSWERED = Answers(only_open=True)  # what a file states itself is never overridden here


@dataclass(frozen=True)
class Given:
    """What was answered about one file. `remember` holds the printed names to be kept as aliases."""

    answers: Answers = NOTHING_ANSWERED
    remember: frozenset[str] = frozenset()
    replace_whole: bool = False


@dataclass(frozen=True)
class Job:
    """Work in a thread: what it is called, how many steps it hears, what to do with what it returns."""

    label: str
    steps: int
    future: Future
    heard: list[str]
    done: Callable[[Any], None]

    @property
    def share(self) -> float:
        """How much of the work has been heard, from 0 to 1."""
        return min(len(self.heard) / max(self.steps, 1), 1.0)

    @property
    def words(self) -> str:
        """The last thing heard: a step of the store, or a file that was opened."""
        last = self.heard[-1] if self.heard else ""
        return plain_markdown(STORE_STEPS.get(last, last)) if last else "正在开始"

    def wait(self, seconds: float) -> bool:
        """Whether the work has ended within this time."""
        return bool(wait([self.future], seconds).done)


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


class Desk:
    """What one person has before them. Every change of it makes the examination old."""

    def __init__(self) -> None:
        self.files: dict[int, Source] = {}
        self.given: dict[int, Given] = {}
        self.open: dict[int, Open] = {}
        self.examination: Examination | None = None
        self.job: Job | None = None
        self.result: Result | None = None
        self.notes: list[tuple[str, str]] = []  # severity and sentence, said once
        self.objections: dict[int, str] = {}  # to an answer about a file that cannot be right
        self.generation = 0
        self._numbers = 0
        self._examined: tuple | None = None
        self._changes = 0

    # files and answers

    def take(self, files: Iterable[Source]) -> None:
        """Put files on the desk. The same content twice counts once; a file that was refused gives way to one of its name."""
        for source in files:
            why_not = self._why_not(source)
            if why_not:
                self.notes.append(("warning", why_not))
                continue
            self._give_way(source.name)
            self._numbers += 1
            self.files[self._numbers] = Source(self._free_name(source.name), source.content)
            self.given[self._numbers] = Given()
        self._changed()

    def _why_not(self, source: Source) -> str | None:
        if len(source.content) > int(setting("upload_megabytes")) * BYTES_A_MEGABYTE:
            return f"“{source.name}”超过 {setting('upload_megabytes')} MB，没有放入。请拆分为较小的文件后再上传。"
        if any(source.content == other.content for other in self.files.values()):
            return f"“{source.name}”与已放入的文件内容相同，只保留一份。"
        if len(self.files) >= int(setting("upload_files")):
            return f"一次最多放 {setting('upload_files')} 个文件，“{source.name}”没有放入。请先导入已放入的文件。"
        return None

    def _give_way(self, name: str) -> None:
        refused = {reading.file for reading in self.examination.readings if reading.refused} if self.examination else set()
        for number in [number for number, source in self.files.items() if source.name == name and name in refused]:
            self.notes.append(("info", f"“{name}”已换成刚选的同名文件。"))
            self.drop(number)

    def _free_name(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        taken = {source.name for source in self.files.values()}
        candidates = (f"{stem} ({n}){dot}{ending}" for n in range(2, len(taken) + 3))
        return name if name not in taken else next(candidate for candidate in candidates if candidate not in taken)

    def drop(self, number: int) -> None:
        """Take a file off the desk."""
        for kept in (self.files, self.given, self.open, self.objections):
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

    def choose(self, number: int, **choices: Any) -> None:
        """Keep what is no answer to a question of the file: `remember`, `replace_whole`."""
        self.given[number] = replace(self.given[number], **choices)
        self._changed()

    def _changed(self) -> None:
        self._changes += 1

    # work

    def start(self, label: str, steps: int, work: Callable[[Heard], Any], done: Callable[[Any], None]) -> None:
        """Begin work unless some is under way: a second click is no second import."""
        if self.job is None:
            heard: list[str] = []
            self.job = Job(label, steps, POOL.submit(work, heard.append), heard, done)

    def finish(self) -> None:
        """Take over what the work returned, or say in words why it failed."""
        job, self.job = self.job, None
        if job is None:
            return
        try:
            job.done(job.future.result())
        except LensError as error:
            self.notes.append(("error", str(error)))
        except Exception:
            logging.getLogger(__name__).exception("work on the import page failed")
            self.notes.append(("error", "没有完成：程序出了意外错误，数据未改变，文件仍在。请重试；仍不行请把日志交给运维。"))

    def examined(self, state: tuple) -> bool:
        """Whether the files as they are now were examined against this state of the store."""
        return not self.files or self._examined == (*state, self._changes)

    def begin_examination(self, store: Store, state: tuple) -> None:
        """Examine what is on the desk; nothing is stored."""
        mark = (*state, self._changes)
        self._examined, self.examination = mark, None
        numbers, sources = list(self.files), list(self.files.values())
        given = [self.given[number] for number in self.files]

        def work(heard: Heard) -> Examination:
            return examine(store, sources, [one.answers for one in given], [one.replace_whole for one in given], heard)

        def done(examination: Examination) -> None:
            if mark == (*state, self._changes):
                self._take_examination(numbers, examination)

        self.start(f"正在识别 {len(sources)} 个文件", len(sources), work, done)

    def look_again(self) -> None:
        """Have everything examined once more."""
        self._changed()

    def _take_examination(self, numbers: list[int], examination: Examination) -> None:
        self.examination = examination
        for number, reading in zip(numbers, examination.readings, strict=True):
            self.open[number] = _still_asked(self.open.get(number, Open()), open_questions(reading), self.given[number])

    def confirm(self, store: Store) -> None:
        """Store what is ready. Files that are refused or wait for an answer stay on the desk."""
        examination = self.examination
        if examination is None or self.job is not None:
            return
        ready = [number for number, reading in zip(self.files, examination.readings, strict=True) if standing(examination, reading) == "ready"]
        aliases = {printed: self.given[number].answers.departments.get(printed) for number in ready for printed in self.given[number].remember}

        def work(heard: Heard) -> Outcome:
            outcome = accept(store, examination, actor(), heard)
            for printed, department in aliases.items():
                if department:
                    store.remember_alias(printed, department, actor())
            return outcome

        self.start("正在导入", 3 * len(ready) + 4, work, lambda outcome: self._take_outcome(outcome, examination))

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
        self.start("正在导入示例数据", 4 * len(sources) + 4, lambda heard: accept(store, examine(store, sources, progress=heard), actor(), heard), done)

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

        self.start("正在撤销", 4, lambda heard: undo(store, result.outcome, actor(), heard), done)

    def change(self, label: str, work: Callable[[Heard], str], sentence: str) -> None:
        """Withdraw, reinstate or restore; `work` returns the new version, which ends the sentence."""

        def done(version: str) -> None:
            self.result = None
            self.notes.append(("success", f"{sentence}，现为数据版本 {version}。"))

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
    return Open(
        now.forms,
        now.fiscal_year or (before.fiscal_year if answers.fiscal_year else 0),
        now.district or (before.district if answers.district else 0),
        (*answered, *now.departments),
        (*settled, *now.units),
    )


def desk() -> Desk:
    """The desk of this visit."""
    return st.session_state.setdefault("import_desk", Desk())
