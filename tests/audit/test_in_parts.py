"""Two processes find what one finds, and one does it all where they cannot."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from analytics.audit import RULES, Audit, audit, in_parts, kept, runner
from analytics.audit.in_parts import audit_snapshot
from analytics.reading import Source, read_files
from analytics.store import Incoming, Store
from bench.clean import YEAR, clean_forms
from bench.planted import KINDS
from bench.workbooks import workbook_of

PROCESSES = 2


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> Store:
    """Departments of three forms, with two kinds of error planted into each."""
    store = Store(tmp_path_factory.mktemp("generated"))
    sources = [_source(f"海淀区第{number}城市运行中心", number, kind) for number, kind in enumerate(list(KINDS)[:8])]
    store.commit_files([Incoming(reading, source.content) for source, reading in zip(sources, read_files(sources))], "测试")
    yield store
    store.close()


def _source(department: str, number: int, kind: str) -> Source:
    planted = KINDS[kind].plant(tuple(clean_forms(3, department, number)), random.Random(number))
    cells = [planted.cells.get(at, {}) for at in range(len(planted.forms))]
    return Source(f"{department}_{YEAR}年度_项目支出绩效自评表.xlsx", workbook_of(planted.forms, other=cells))


@pytest.fixture
def stored(sample_store):
    store = Store(sample_store)
    yield store
    store.close()


def in_words(found: Audit) -> tuple[list[dict], object, object]:
    return [runner.as_row(one) | {"record_key": one.record_key} for one in found.findings], found.runs, found.not_run


@pytest.mark.parametrize("filled", ["stored", "generated"])
def test_two_processes_find_what_one_finds_in_the_same_order(request, filled, caplog):
    snapshot = request.getfixturevalue(filled).snapshot()
    found = audit_snapshot(snapshot, PROCESSES, least=0)
    assert not caplog.records
    assert found.findings
    assert in_words(found) == in_words(audit(snapshot.connection))
    assert found.afresh is None


def test_every_department_is_audited_by_one_process(stored):
    shares = in_parts._shares(stored.snapshot(), 3, 0)
    assert len(shares) == 3
    assert sorted(name for share in shares for name in share) == sorted(kept.department_marks(stored.snapshot()))


@pytest.mark.parametrize(("processes", "least"), [(1, 0), (PROCESSES, 1_000_000)])
def test_small_stores_and_single_processors_start_no_process(stored, monkeypatch, processes, least):
    monkeypatch.setattr(in_parts, "_started", lambda: pytest.fail("a process was started"))
    assert audit_snapshot(stored.snapshot(), processes, least).findings


@pytest.mark.parametrize(
    "ends",
    [
        "import sys; sys.exit(3)",
        "import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write(bytes([4] + [0] * 7) + b'abcd')",
    ],
)
def test_one_process_does_it_all_where_another_ends_too_soon(generated, monkeypatch, ends):
    started, told = [], []
    monkeypatch.setattr(in_parts.logger, "error", lambda line, *values: told.append(line % values))
    monkeypatch.setattr(in_parts, "COMMAND", (sys.executable, "-c", ends))
    monkeypatch.setattr(in_parts, "_started", lambda start=in_parts._started: started.append(start()) or started[-1])
    snapshot = generated.snapshot()
    assert audit_snapshot(snapshot, PROCESSES, least=0) == audit(snapshot.connection)
    assert len(started) == PROCESSES
    assert ["everything is audited again in this process" in line for line in told] == [True]
    assert all(isinstance(one, subprocess.Popen) and one.poll() is not None for one in started)


def test_a_rule_that_fails_in_a_part_is_told_as_if_it_had_failed_in_one_process(generated, monkeypatch):
    snapshot = generated.snapshot()
    whole = audit(snapshot.connection)
    broken = next(run.rule for run in whole.runs if run.hits and RULES[run.rule].scope == "department")
    apart = [run for run in whole.runs if RULES[run.rule].scope == "department"]
    failed = [runner.Run(run.rule, because="出错", failed=True) if run.rule == broken else run for run in apart]
    found = [one for one in whole.findings if RULES[one.rule].scope == "department" and one.rule != broken]
    parts = [(failed, found), ([runner.Run(run.rule, run.examined, because=run.because) for run in apart], [])]
    monkeypatch.setattr(in_parts, "_heard", lambda *_: parts)
    assert audit_snapshot(snapshot, PROCESSES, least=0) == whole  # here, over everything, the rule does not fail
