"""Reads files in a process of its own, with limits: whatever a file does there, it costs that file and nothing else.

The process is kept and used again, since starting one takes about as long as reading fifty forms.
"""

from __future__ import annotations

import atexit
import hashlib
import inspect
import io
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from analytics.errors import LensError
from analytics.reading import Answers, Source, halves, records, worker, years
from analytics.reading.collector import collector_paused
from analytics.reading.halves import HALVES, Told, joined, merged
from analytics.reading.records import Claim, FileReading, Problem
from analytics.settings import SETTINGS, setting

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", f"from {worker.__name__} import main; main()")
KEPT = 2  # idle processes
TASKS_A_PROCESS = 100  # then a new one, whatever a parser may have leaked
HALVED_FROM = 400  # sheets: with fewer, a second process that has to be started takes longer than it saves …
HALVED_BY_WAITING = 100  # … but with as many as these, two processes that wait for work read them sooner
CORES = os.cpu_count() or 1
SHEET_PART = b"xl/worksheets/sheet"
GLANCE = 0.05  # seconds between two looks at `cancel`
BYTES_A_MEGABYTE = 1024 * 1024
NO_ANSWERS = Answers()
Found = TypeVar("Found")
LOG = logging.getLogger(__name__)

PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONUTF8")
"""All that the process sees of the environment: parsers of untrusted files need no passwords and no addresses."""

_SETTINGS = [one for one in SETTINGS if one.name.startswith("reading_") or one.name == "upload_megabytes"]


class ReadingCancelled(LensError):
    """A person stopped the reading; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("已停止读取，没有留下任何内容。")


class _ReadingFailed(Exception):
    """The process did not get to its end: the code of the problem, and how many files it had opened."""

    def __init__(self, code: str, opened: int) -> None:
        super().__init__(code)
        self.code, self.opened = code, opened


def read_apart(
    sources: Sequence[Source],
    answers: Answers | Sequence[Answers] = NO_ANSWERS,
    claims: Sequence[Claim] = (),
    aliases: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> list[FileReading]:
    """Like `read_files`, in a process with limits on time and memory. Raises ReadingCancelled once `cancel` answers true.

    A file that ends the process, hangs or exhausts memory is refused in words; the others are read all the same.
    """
    given = [answers] * len(sources) if isinstance(answers, Answers) else list(answers)
    watch = _Watch(progress, cancel, time.monotonic() + int(setting("reading_total_seconds")))
    refused: dict[int, FileReading] = {}
    while left := [at for at in range(len(sources)) if at not in refused]:
        try:
            readings = _read_once([sources[at] for at in left], [given[at] for at in left], claims, aliases or {}, watch)
        except _ReadingFailed as failure:
            for at in _culprits(failure, [sources[at] for at in left], watch.time_is_up()):
                refused[left[at]] = _refusal(sources[left[at]], failure.code)
        else:
            return _in_order(refused | dict(zip(left, readings, strict=True)))
    return _in_order(refused)


def warm() -> None:
    """Start a process now, so that the first upload need not wait for it."""
    _put_back(_take())


def _in_order(readings: Mapping[int, FileReading]) -> list[FileReading]:
    return [readings[at] for at in sorted(readings)]


def _culprits(failure: _ReadingFailed, sources: Sequence[Source], all_of_them: bool) -> list[int]:
    """The file that was being opened; once all were, the largest; every one when there is no time left to try again."""
    if all_of_them:
        return list(range(len(sources)))
    if failure.opened < len(sources):
        return [failure.opened]
    return [max(range(len(sources)), key=lambda at: len(sources[at].content))]


_REFUSALS = {
    "reading-took-too-long": ("用时超过 {reading_seconds} 秒，已停止读取", "请删去表格以外的内容，或拆分为较小的文件后再上传。"),
    "reading-ran-out-of-memory": ("占用内存过多，已停止读取", "请删去表格以外的内容，或拆分为较小的文件后再上传。"),
    "reading-failed": ("无法读取，内容可能已损坏", "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后再上传。"),
}


def _refusal(source: Source, code: str) -> FileReading:
    words, remedy = _REFUSALS[code]
    message = f"文件“{source.name}”{words.format(reading_seconds=setting('reading_seconds'))}。"
    return FileReading(source.name, hashlib.sha256(source.content).hexdigest(), problems=(Problem("error", code, message, remedy=remedy),), refused=True)


# ---- one task in one process


@dataclass
class _Watch:
    """What goes on around a reading: who hears of it, who may stop it, when it must end (on the monotonic clock)."""

    progress: Callable[[str], None] | None
    cancel: Callable[[], bool] | None
    end: float
    announced: int = 0

    def time_is_up(self) -> bool:
        return time.monotonic() >= self.end

    def patience(self) -> float:
        """How long a process may now go without a word."""
        return min(time.monotonic() + int(setting("reading_seconds")), self.end)

    def hear(self, opened: int, name: str) -> None:
        """Tells of a file once, however often it is opened."""
        if opened > self.announced:
            self.announced = opened
            if self.progress:
                self.progress(name)


def _read_once(sources: Sequence[Source], answers: Sequence[Answers], claims: Sequence[Claim], aliases: Mapping[str, str], watch: _Watch) -> list[FileReading]:
    environment = {one.variable: str(setting(one.name)) for one in _SETTINGS}
    limits = (int(setting("reading_megabytes")), int(setting("reading_total_seconds")))
    task = worker.Task(tuple(sources), tuple(answers), tuple(claims), dict(aliases), environment, *limits)
    if _worth_halving(sources, answers) and (reading := _read_in_halves(task, watch)) is not None:
        return [reading]
    process = _take()
    try:
        readings = _conversation(process, task, watch)
    except BaseException:
        process.end()
        raise
    _put_back(process)
    return readings


def _conversation(process: _Process, task: worker.Task, watch: _Watch) -> list[FileReading]:
    """Hand the task over and listen until its readings come. Raises _ReadingFailed and ReadingCancelled."""
    process.hand_over(task)
    opened = 0
    while True:
        kind, found = _heard(process, (worker.OPENED, worker.DONE), watch, watch.patience(), opened)
        if kind == worker.DONE:
            return found
        opened += 1
        watch.hear(opened, task.sources[opened - 1].name)


def _heard(process: _Process, expected: Sequence[str], watch: _Watch, patience: float, opened: int) -> tuple[str, Any]:
    """The next message of a process. Raises ReadingCancelled, and _ReadingFailed where none of the expected comes until `patience`."""
    while True:
        if watch.cancel and watch.cancel():
            raise ReadingCancelled
        if time.monotonic() >= patience:
            raise _ReadingFailed("reading-took-too-long", opened)
        try:
            frame = process.frames.get(timeout=GLANCE)
        except queue.Empty:
            continue
        if frame is None:
            raise _ReadingFailed(_reason(process.exit_code()), opened)
        kind, found = _understood(frame)
        if kind in expected:
            return kind, found
        if kind == worker.FAILED and found:
            LOG.error("reading failed:\n%s", found)
        raise _ReadingFailed("reading-ran-out-of-memory" if kind == worker.NO_MEMORY else "reading-failed", opened)


# ---- a large workbook in two processes


def _worth_halving(sources: Sequence[Source], answers: Sequence[Answers]) -> bool:
    """One .xlsx of many sheets, by the names of its parts (each stands in it twice). What a person put right is laid over all sheets at once."""
    if len(sources) != 1 or answers[0].cells or answers[0].columns or len(HALVES) > CORES:
        return False
    return sources[0].content.count(SHEET_PART) >= 2 * (HALVED_BY_WAITING if len(_idle) >= len(HALVES) else HALVED_FROM)


def _read_in_halves(task: worker.Task, watch: _Watch) -> FileReading | None:
    """The file read by two processes, half of its sheets each, together within the limits of one.

    None where anything is out of the way (damaged, too large, no result, a process that ends): what is then to be said is for one process to find out.
    Raises _ReadingFailed once the time is up, and ReadingCancelled.
    """
    within = replace(task, megabytes=task.megabytes // len(HALVES), processor_seconds=task.processor_seconds // len(HALVES))
    processes, reading = [_take() for _ in HALVES], None
    try:
        reading = _halves_put_together(processes, within, watch)
    except _ReadingFailed as failure:
        if failure.code == "reading-took-too-long":
            raise
    finally:
        for process in processes:
            if reading is None:
                process.end()
            else:
                _put_back(process)
    return reading


def _halves_put_together(processes: Sequence[_Process], task: worker.Task, watch: _Watch) -> FileReading | None:
    for half, process in zip(HALVES, processes, strict=True):
        process.hand_over(replace(task, half=half))
    told = _of_both(processes, worker.TOLD, joined, watch, 0)
    if told.cells > int(setting("reading_cells")) or not told.results:
        return None
    watch.hear(1, task.sources[0].name)
    for process in processes:  # from a thread: one that a file has taken over might never take it
        threading.Thread(target=process.hand_over, args=(told,), name="telling", daemon=True).start()
    return _of_both(processes, worker.DONE, merged, watch, 1)


def _of_both(processes: Sequence[_Process], expected: str, put_together: Callable[[Sequence[Any]], Found], watch: _Watch, opened: int) -> Found:
    patience = watch.patience()
    found = [_heard(process, (expected,), watch, patience, opened)[1] for process in processes]
    try:
        return put_together(found)
    except Exception as error:  # halves of another shape than ours can fail in any way
        LOG.exception("reading processes sent something else than halves")
        raise _ReadingFailed("reading-failed", opened) from error


def _reason(exit_code: int) -> str:
    """An allocation that fails inside a parser aborts the process; the system ends the largest one when memory is short."""
    if exit_code in (-getattr(signal, "SIGABRT", 6), -getattr(signal, "SIGKILL", 9)):
        return "reading-ran-out-of-memory"
    return "reading-took-too-long" if exit_code == -getattr(signal, "SIGXCPU", 24) else "reading-failed"


class _Unpickler(pickle.Unpickler):
    """Knows our frozen records and Decimal, and no other class.

    A pickle can call only what `find_class` gives it. These classes hold data and do nothing when made, so even a
    process that a hostile file has taken over can hand its parent no more than wrong records.
    """

    KNOWN = {("decimal", "Decimal"): Decimal} | {
        (module.__name__, name): kind
        for module in (records, halves, years)
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if is_dataclass(kind) and kind.__module__ == module.__name__
    }

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no record") from None


def _understood(frame: bytes) -> tuple[str, Any]:
    try:
        return _unpickled(frame)
    except Exception:  # a frame that is no pickle of records can fail in any way
        LOG.exception("a reading process sent something else than records")
        return worker.FAILED, None


@collector_paused()
def _unpickled(frame: bytes) -> tuple[str, Any]:
    return _Unpickler(io.BytesIO(frame)).load()


# ---- the processes


class _Process:
    """A running worker, and the frames it has sent; a None among them says that it has ended."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.tasks = 0
        threading.Thread(target=self._listen, name="reading", daemon=True).start()

    def _listen(self) -> None:
        longest = int(setting("reading_megabytes")) * BYTES_A_MEGABYTE // 2  # beside what it is a copy of; or one of two halves
        try:
            while (frame := worker.receive(self._process.stdout, longest)) is not None:
                self.frames.put(frame)
        except (OSError, ValueError):
            LOG.debug("a reading process was ended in the middle of a frame")
        self.frames.put(None)

    def hand_over(self, task: worker.Task | Told) -> None:
        """Send a task, or what it waits for. One that cannot be taken shows as an end of the process, which is heard next."""
        self.tasks += 1
        try:
            worker.send(self._process.stdin, task)
        except OSError:
            LOG.debug("a reading process ended before it had its task")

    def usable(self) -> bool:
        """Whether it may take another task."""
        return self._process.poll() is None and self.tasks < TASKS_A_PROCESS

    def exit_code(self) -> int:
        """How it ended: negative the number of the signal. One that merely fell silent is ended."""
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            self.end()
            return 1

    def end(self) -> None:
        """At once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                stream.close()
            except OSError:
                LOG.debug("the pipe of an ended process was still full")


_idle: list[_Process] = []
_lock = threading.Lock()


def _take() -> _Process:
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.usable():
                return process
            process.end()
    return _Process()


def _put_back(process: _Process) -> None:
    with _lock:
        if process.usable() and len(_idle) < KEPT:
            _idle.append(process)
            return
    process.end()


@atexit.register
def _end_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().end()
