"""All audit rules on generated forms of many departments, and again after one more form: what a snapshot costs to judge."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.audit import Audit, audit, audit_of
from analytics.reading import Source, read_files
from analytics.store import Incoming, Store
from bench.clean import YEAR
from bench.forms import GeneratedForm, generated_forms
from bench.results import Result, absolute, at_most
from bench.timing import timed
from bench.workbooks import workbook_of

DEPARTMENTS, FORMS = 100, 20
SECONDS = 1.2
"""A minute for 100,000 forms, for as many as are judged here."""
AGAIN = 0.3
"""What one more form may cost, as a share of all: one department of a hundred is judged again, the rest is taken over."""


def measure_rules() -> list[Result]:
    """Processor time of every rule on a snapshot that is there already, and of the audit after one more form came in."""
    with _stored(DEPARTMENTS, FORMS) as store:
        snapshot = store.snapshot()
        audit(snapshot.connection)  # loads the rules
        whole = timed(lambda: len(audit(snapshot.connection).findings))
        audit_of(snapshot)
        _one_more(store)
        again = timed(lambda: len(audit_of(store.snapshot()).findings))
    forms = DEPARTMENTS * FORMS
    return [
        absolute(
            "rules", f"all rules on {forms} forms, processor time", whole.process, "s", SECONDS, f"{whole.answer} findings, {whole.wall:.1f} s by the clock"
        ),
        at_most("rules", f"again after one more form, against all {forms}, processor time", again.process, "s", whole.process, AGAIN),
    ]


def check_answers(departments: int = 4, forms: int = 2) -> None:
    """Raises RuntimeError when the audit after one more form says anything else than a full one, or looks at more than it must."""
    with _stored(departments, forms) as store:
        audit_of(store.snapshot())
        _one_more(store)
        again: Audit = audit_of(store.snapshot())
        if again != audit(store.snapshot().connection) or again.afresh is None or len(again.afresh.departments) != 1:
            raise RuntimeError("the audit after one more form differs from a full audit")


@contextmanager
def _stored(departments: int, forms: int) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as directory:
        store = Store(Path(directory))
        _bring(store, {_name(number): generated_forms(forms, number, YEAR, _name(number)) for number in range(departments)})
        yield store
        store.close()


def _one_more(store: Store) -> None:
    """The next form of the first department."""
    _bring(store, {_name(0): generated_forms(FORMS + 1, 0, YEAR, _name(0))[-1:]})


def _bring(store: Store, departments: dict[str, list[GeneratedForm]]) -> None:
    sources = [Source(f"{name}_{YEAR}年度_项目支出绩效自评表.xlsx", workbook_of(forms)) for name, forms in departments.items()]
    store.commit_files([Incoming(reading, source.content) for source, reading in zip(sources, read_files(sources))], "bench")


def _name(number: int) -> str:
    return f"海淀区第{number}城市管理指挥中心"
