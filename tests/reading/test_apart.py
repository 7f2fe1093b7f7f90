"""A file may do to its process what it likes: it is refused in words, and the others are read."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from pathlib import Path

import pytest

from analytics.reading import Answers, Source, apart, read_files
from analytics.reading.apart import ReadingCancelled, read_apart
from tests.reading.sheets import FORM, form_with, workbook

BOOK = workbook(FORM)
GOOD = Source("甲.xlsx", BOOK)


@pytest.fixture
def processes(monkeypatch):
    """The processes started in a test, none of them from before and none kept after."""
    started = []

    class Watched(apart._Process):
        def __init__(self):
            super().__init__()
            started.append(self)

    monkeypatch.setattr(apart, "_Process", Watched)
    monkeypatch.setattr(apart, "_idle", [])
    yield started
    for process in started:
        process.end()


@pytest.fixture
def hostile(processes, monkeypatch):
    """Processes that misbehave as the names of files ask."""
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-m", "tests.reading.hostile_worker"))
    return processes


def alive(process):
    return process._process.poll() is None


def test_what_is_read_apart_is_what_is_read(samples):
    heard = []
    assert read_apart(samples, progress=heard.append) == read_files(samples)
    assert heard == [source.name for source in samples]


def test_answers_hold_for_all_files_or_for_each():
    undated = [Source(name, workbook(form_with(A2=None))) for name in ("甲.xlsx", "乙.xlsx")]
    years = lambda answers: [reading.forms[0].fiscal_year for reading in read_apart(undated, answers)]  # noqa: E731
    assert years(Answers(fiscal_year=2020)) == [2020, 2020]
    assert years([Answers(fiscal_year=2020), Answers(fiscal_year=2021)]) == [2020, 2021]


def test_a_process_is_used_again(processes):
    for _ in range(3):
        read_apart([GOOD])
    assert len(processes) == 1


def test_a_process_that_ended_while_idle_is_replaced(processes):
    read_apart([GOOD])
    processes[0].end()
    assert read_apart([GOOD]) == read_files([GOOD])


def test_no_files_need_no_process(processes):
    assert (read_apart([]), processes) == ([], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("挂起.xlsx", "reading-took-too-long"),
        ("内存.xlsx", "reading-ran-out-of-memory"),
        ("崩溃.xlsx", "reading-ran-out-of-memory"),
        ("中止.xlsx", "reading-failed"),
        ("出错.xlsx", "reading-failed"),
    ],
)
def test_a_hostile_file_costs_only_itself(hostile, monkeypatch, name, code):
    monkeypatch.setenv("LENS_READING_SECONDS", "3")
    heard = []
    first, refused, last = read_apart([GOOD, Source(name, BOOK), Source("乙.xlsx", BOOK)], progress=heard.append)
    assert (refused.file, refused.refused, [problem.code for problem in refused.problems]) == (name, True, [code])
    assert all(problem.message and problem.remedy for problem in refused.problems)
    assert [first, last] == read_files([GOOD, Source("乙.xlsx", BOOK)])
    assert heard[0] == "甲.xlsx"
    assert len(heard) <= 3


def test_a_failure_after_all_were_opened_is_laid_to_the_largest(hostile):
    small, large = read_apart([GOOD, Source("事后.xlsx", workbook(FORM, FORM))])
    assert (small.refused, large.refused) == (False, True)


def test_what_is_no_record_is_not_taken(hostile):
    (reading,) = read_apart([Source("冒充.xlsx", BOOK)])
    assert [problem.code for problem in reading.problems] == ["reading-failed"]


def test_when_the_time_for_all_is_up_the_rest_is_refused(hostile, monkeypatch):
    monkeypatch.setenv("LENS_READING_TOTAL_SECONDS", "2")
    readings = read_apart([Source("挂起.xlsx", BOOK), GOOD])
    assert [problem.code for reading in readings for problem in reading.problems] == ["reading-took-too-long"] * 2


def test_a_cancelled_reading_leaves_no_process(hostile):
    begun = threading.Event()
    with pytest.raises(ReadingCancelled):
        read_apart([GOOD, Source("挂起.xlsx", BOOK)], progress=lambda _name: begun.set(), cancel=begun.is_set)
    assert [alive(process) for process in hostile] == [False]
    assert apart._idle == []


def test_the_process_sees_nothing_of_our_secrets(processes, monkeypatch):
    monkeypatch.setenv("LENS_LEDGER_URL", "postgresql://someone:secret@db/ledger")
    read_apart([GOOD])
    seen = Path(f"/proc/{processes[0]._process.pid}/environ")
    assert not seen.exists() or b"secret" not in seen.read_bytes()


class Attack:
    """What a process taken over by a file might send."""

    def __reduce__(self):
        return os.mkdir, ("/nonexistent/owned",)


def test_only_records_are_unpickled():
    with pytest.raises(pickle.UnpicklingError, match="mkdir"):
        apart._unpickled(pickle.dumps(("done", [Attack()])))


def test_a_process_ends_with_its_input(processes):
    read_apart([GOOD])
    processes[0]._process.stdin.close()
    assert processes[0]._process.wait(30) == 0


AS_NOBODY = """
import os, resource
from tests.reading import hostile_worker
from tests.reading.sheets import FORM, workbook
from analytics.reading import Source, read_files, worker
read_files([Source("甲.xlsx", workbook(FORM))])  # everything is loaded: nobody may not be allowed to read where Python is
if not os.getuid():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
assert os.getuid()
worker.read_files = hostile_worker.misbehave
worker.main()
"""


WITHOUT_RIGHTS = [("内存.xlsx", ["reading-ran-out-of-memory"]), ("挂起.xlsx", ["reading-took-too-long"]), ("甲.xlsx", [])]


@pytest.mark.parametrize(("name", "codes"), WITHOUT_RIGHTS if os.name != "nt" else [])  # Windows knows no such limits
def test_the_limits_hold_for_a_process_without_rights(processes, monkeypatch, name, codes):
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", AS_NOBODY))
    if name == "挂起.xlsx":
        monkeypatch.setenv("LENS_READING_SECONDS", "3")
    (reading,) = read_apart([Source(name, BOOK)])
    assert [problem.code for problem in reading.problems] == codes
    assert len(reading.forms) == (not codes)
