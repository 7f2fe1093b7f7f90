"""One task in a process of its own: `python -m bench.task NAME WORKBOOK`; prints its timing as one line of JSON."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.forms import generated_forms
from bench.timing import as_line, timed
from bench.workbooks import workbook_of

NAME = "海淀区城市管理指挥中心_2023年度_项目支出绩效自评表.xlsx"


def read_ours(content: bytes) -> int:
    """Forms that our reader makes of a workbook."""
    from analytics.reading import Source, read_files

    return len(read_files([Source(NAME, content)])[0].forms)


def read_as_upload(content: bytes) -> int:
    """Forms that reading processes with limits make of a workbook and hand over, as they do for every upload."""
    from analytics.reading import Source
    from analytics.reading.apart import read_apart

    return len(read_apart([Source(NAME, content)])[0].forms)


def read_raw(content: bytes) -> int:
    """Sheets whose cells calamine hands over as they are."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return len([workbook.get_sheet_by_index(index).to_python() for index in range(len(workbook.sheet_names))])


def read_pandas(content: bytes) -> int:
    """Sheets whose cells pandas hands over, read by openpyxl."""
    import pandas

    return len(pandas.read_excel(io.BytesIO(content), sheet_name=None, header=None, engine="openpyxl"))


def import_all(content: bytes) -> int:
    """Forms in a new store after an import: read, stored, and the snapshot flipped to."""
    return _imported(content, "form")


def import_register(content: bytes) -> int:
    """Lines in a new store after an import."""
    return _imported(content, "table_row")


def _imported(content: bytes, table: str) -> int:
    from analytics.access import actor
    from analytics.intake import accept, examine
    from analytics.reading import Source
    from analytics.store import Store

    with tempfile.TemporaryDirectory() as directory:
        store = Store(Path(directory))
        accept(store, examine(store, [Source(NAME, content)]), actor())
        stored = store.snapshot().table(f"select count(*) as stored from {table}")["stored"][0].as_py()
        store.close()
    return stored


TASKS: dict[str, Callable[[bytes], Any]] = {
    "read-ours": read_ours,
    "read-upload": read_as_upload,
    "read-raw": read_raw,
    "read-pandas": read_pandas,
    "import": import_all,
    "register": import_register,
}


def main(name: str, path: str) -> None:
    """Times a task after one form has gone through it: modules are loaded once, not once a workbook."""
    task, content = TASKS[name], Path(path).read_bytes()
    task(workbook_of(generated_forms(1, seed=99)))
    print(as_line(timed(lambda: task(content))))


if __name__ == "__main__":
    main(*sys.argv[1:])
