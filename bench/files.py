"""Reading a workbook and importing it, held against what reads its cells and nothing more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.forms import generated_forms
from bench.results import Result, absolute, at_least, at_most
from bench.timing import in_a_child, interleaved
from bench.workbooks import workbook_of

FORMS = 1000
REPETITIONS = 5
RAW_LIMIT = 4
PANDAS_LIMIT = 3
IMPORT_SECONDS = 10
IMPORT_MEGABYTES = 600


@contextmanager
def generated_file(forms: int) -> Iterator[str]:
    """The path of a generated workbook, one form a sheet, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "forms.xlsx"
        path.write_bytes(workbook_of(generated_forms(forms)))
        yield str(path)


def measure_reading() -> list[Result]:
    """Records against raw cells (medians of runs in turns), and against pandas with openpyxl (one run: it takes long)."""
    with generated_file(FORMS) as path:
        timings = interleaved({name: [name, path] for name in ("read-ours", "read-upload", "read-raw")}, REPETITIONS)
        pandas = in_a_child(["read-pandas", path])
    ours, upload, raw = timings["read-ours"], timings["read-upload"], timings["read-raw"]
    _same({"read-ours": ours.answer, "read-upload": upload.answer, "read-raw": raw.answer, "read-pandas": pandas.answer}, FORMS)
    return [
        at_most("reading", f"read {FORMS} forms, processor time, against python-calamine raw", ours.process, "s", raw.process, RAW_LIMIT),
        at_most("reading", f"read {FORMS} forms, by the clock, against python-calamine raw", ours.wall, "s", raw.wall, RAW_LIMIT),
        at_most("reading", f"read {FORMS} forms of an upload, two processes, by the clock, against python-calamine raw", upload.wall, "s", raw.wall, RAW_LIMIT),
        at_least("reading", f"read {FORMS} forms, processor time, against pandas + openpyxl", ours.process, "s", pandas.process, PANDAS_LIMIT),
        at_least("reading", f"read {FORMS} forms, by the clock, against pandas + openpyxl", ours.wall, "s", pandas.wall, PANDAS_LIMIT),
    ]


def measure_import() -> list[Result]:
    """Seconds and peak memory of an import into a new store; memory counts the interpreter and all it loads."""
    with generated_file(FORMS) as path:
        timing = interleaved({"import": ["import", path]}, 3)["import"]
    _same({"import": timing.answer}, FORMS)
    return [
        absolute("import", f"import {FORMS} forms, by the clock", timing.wall, "s", IMPORT_SECONDS, f"{timing.process:.1f} s of processor time"),
        absolute("import", f"import {FORMS} forms, peak memory", timing.peak, "MB", IMPORT_MEGABYTES),
    ]


def check_answers(forms: int = 12) -> None:
    """Runs every task once on a small workbook; raises RuntimeError when one answers with another number of forms."""
    with generated_file(forms) as path:
        _same({name: in_a_child([name, path]).answer for name in ("read-ours", "read-upload", "read-raw", "read-pandas", "import")}, forms)


def _same(answers: dict[str, int], expected: int) -> None:
    wrong = {name: answer for name, answer in answers.items() if answer != expected}
    if wrong:
        raise RuntimeError(f"{expected} forms were generated, but {wrong} came back")
