"""All audit rules on generated forms of many departments, and again after one more form: what a snapshot costs to judge."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.audit import Audit, audit, audit_of
from analytics.audit.in_parts import audit_snapshot
from analytics.reading import Source, read_files
from analytics.store import Incoming, Store
from bench.clean import YEAR
from bench.forms import GeneratedForm, generated_forms
from bench.results import OUT, Result, absolute, at_most
from bench.timing import ROOT, timed
from bench.workbooks import workbook_of

DEPARTMENTS, FORMS = 100, 20
AT_ONCE = 500
"""Departments committed together: as many workbooks are in memory."""
LARGE = 20_000
"""Forms of a store that is worth keeping."""
MINUTE = 60
"""Seconds for 100,000 forms."""
AGAIN = 0.3
"""What one more form may cost, as a share of all: one department of a hundred is judged again, the rest is taken over."""


def measure_rules(forms: int = DEPARTMENTS * FORMS) -> list[Result]:
    """What every rule costs on a snapshot that is there already, and the audit after one more form came in."""
    departments = max(1, forms // FORMS)
    with stored(departments, FORMS) as store:
        snapshot = store.snapshot()
        audit(snapshot.connection)  # loads the rules
        whole = timed(lambda: len(audit(snapshot.connection).findings))
        before = os.times()
        parted = timed(lambda: len(audit_snapshot(snapshot).findings))
        children = _children(os.times()) - _children(before)
        audit_of(snapshot)
        _one_more(store)
        again = timed(lambda: len(audit_of(store.snapshot()).findings))
    every = departments * FORMS
    limit = MINUTE * every / 100_000
    told = f"{parted.process:.1f} s of processor time here, {children:.1f} s in other processes; one process took {whole.wall:.1f} s by the clock"
    return [
        absolute("rules", f"all rules on {every} forms, processor time of one process", whole.process, "s", limit, f"{whole.answer} findings"),
        absolute("rules", f"all rules on {every} forms as the store has them run, by the clock", parted.wall, "s", limit, told),
        at_most("rules", f"again after one more form, against all {every} in one process, processor time", again.process, "s", whole.process, AGAIN),
    ]


def _children(times: os.times_result) -> float:
    """Processor seconds of processes that have ended (none are told on Windows)."""
    return times.children_user + times.children_system


def measure_one_more(forms: int = DEPARTMENTS * FORMS) -> list[Result]:
    """What storing one more form costs where so many are stored: processor seconds to the flipped snapshot, those of copying the last one apart."""
    heard: dict[str, float] = {}
    with stored(max(2, forms // FORMS), FORMS) as store:
        source = _files({_name(0): generated_forms(FORMS + 1, 0, YEAR, _name(0))[-1:]})
        incoming = [Incoming(reading, one.content) for one, reading in zip(source, read_files(source))]
        whole = timed(lambda: store.commit_files(incoming, "bench", lambda step: heard.setdefault(step, time.process_time())))
        rebuilt = timed(lambda: store.rebuild("bench"))
    copied = heard["snapshot-copied"] - heard["batch-renamed"] if "snapshot-copied" in heard else 0.0
    told = f"copying the last snapshot took {copied:.2f} s more"
    return [
        at_most("import", f"one more form beside {forms}, processor time, against building anew", whole.process - copied, "s", rebuilt.process, AGAIN, told)
    ]


def check_answers(departments: int = 4, forms: int = 2) -> None:
    """Raises RuntimeError when two processes, or the audit after one more form, say anything else than one full audit, or look at more than they must."""
    with stored(departments, forms) as store:
        if audit_of(store.snapshot()) != audit_snapshot(store.snapshot(), processes=2, least=0):
            raise RuntimeError("two processes find something else than one")
        _one_more(store)
        again: Audit = audit_of(store.snapshot())
        if again != audit(store.snapshot().connection) or again.afresh is None or len(again.afresh.departments) != 1:
            raise RuntimeError("the audit after one more form differs from a full audit")


@contextmanager
def stored(departments: int, forms: int) -> Iterator[Store]:
    """A store of so many departments with so many generated forms each, without an audit; a large one is kept, and a copy of it is handed out."""
    with tempfile.TemporaryDirectory() as directory:
        large, own = departments * forms >= LARGE, Path(directory) / "store"
        if large:
            shutil.copytree(_kept(departments, forms), own)
        store = Store(own)
        if not large:
            _fill(store, departments, forms)
        yield store
        store.close()


def _kept(departments: int, forms: int) -> Path:
    """The folder of such a store; made once for as long as what makes it is the same."""
    made_by = [ROOT / "bench" / "forms.py", ROOT / "bench" / "workbooks.py"]
    made_by += sorted(path for stage in ("reading", "store") for ending in ("py", "sql") for path in (ROOT / "analytics" / stage).rglob(f"*.{ending}"))
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:8]
    folder = OUT / f"forms-{departments}x{forms}-{mark}"
    if not folder.exists():
        making = OUT / "forms.making"
        shutil.rmtree(making, ignore_errors=True)
        store = Store(making)
        _fill(store, departments, forms)
        store.close()
        making.rename(folder)
    return folder


def _fill(store: Store, departments: int, forms: int) -> None:
    for begin in range(0, departments, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, departments))
        _bring(store, {_name(number): generated_forms(forms, number, YEAR, _name(number)) for number in numbers})


def _one_more(store: Store) -> None:
    """The next form of the first department."""
    _bring(store, {_name(0): generated_forms(FORMS + 1, 0, YEAR, _name(0))[-1:]})


def _files(departments: dict[str, list[GeneratedForm]]) -> list[Source]:
    """One workbook a department."""
    return [Source(f"{name}_{YEAR}年度_项目支出绩效自评表.xlsx", workbook_of(forms)) for name, forms in departments.items()]


def _bring(store: Store, departments: dict[str, list[GeneratedForm]]) -> None:
    sources = _files(departments)
    store.commit_files([Incoming(reading, source.content) for source, reading in zip(sources, read_files(sources))], "bench")


def _name(number: int) -> str:
    return f"海淀区第{number}城市管理指挥中心"
