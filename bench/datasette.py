"""The same questions put to Datasette, which publishes tables on the web with SQLite below: what people use where they have no product for it.

It is installed into an environment of its own under bench/out, for nothing else needs it; where it cannot be installed the measurement says so.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import venv
from collections.abc import Callable
from pathlib import Path

import psutil

from analytics.metrics import run
from bench.queries import Wide, wide
from bench.results import OUT, Result, at_least
from bench.serving import free_port, running

VERSION = "0.65.5"
PROJECTS = 100_000
SECONDS = 2.0
"""For which a question is put again and again: processor time is counted in hundredths of a second."""
COLUMNS = (
    "district, department, fiscal_year, counted::integer as counted, budget_base::double as budget_base, "
    "executed::double as executed, execution_rate, score_stated::double as score_stated"
)
SUMS = (
    "count(*) as projects, sum(case when counted then budget_base end) as budget, "
    "sum(case when counted then executed end) as executed, avg(score_stated) as score_mean"
)
QUESTIONS = {
    ("summary", None): f"select {SUMS} from project",
    ("summary", "department"): f"select department, {SUMS} from project group by department order by department",
    ("execution_distribution", None): """
        select case when execution_rate > 1 then 11 when execution_rate = 1 then 10 when execution_rate < 0 then 0
                    else cast(execution_rate * 10 as integer) end as bin, count(*) as projects
        from project where counted and execution_rate is not null group by bin order by bin""",
}


def measure_datasette(projects: int = PROJECTS) -> list[Result]:
    """Processor time of a question, Datasette's process against ours; nothing where it cannot be installed. Raises RuntimeError where answers differ."""
    program = _installed()
    if program is None:
        return []
    with wide(projects) as asked, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.db"
        _written(asked, file)
        port = free_port()
        command = [str(program), "serve", str(file), "--port", str(port), "--setting", "sql_time_limit_ms", "60000", "--setting", "max_returned_rows", "10000"]
        with running(command, f"http://127.0.0.1:{port}/-/versions.json", stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
            address, other, own = f"http://127.0.0.1:{port}/data.json", psutil.Process(server.pid), psutil.Process(os.getpid())
            return [_held_against(asked, metric, by, sql, address, other, own) for (metric, by), sql in QUESTIONS.items()]


def _held_against(asked: Wide, metric: str, by: str | None, sql: str, address: str, other: psutil.Process, own: psutil.Process) -> Result:
    theirs, ours = _answer(address, sql), run(asked.snapshot, metric, by=by)
    counted = int(ours["projects"].sum()), sum(row["projects"] for row in theirs)
    if counted[0] != counted[1]:
        raise RuntimeError(f"{metric}: {counted[0]} projects here, {counted[1]} in Datasette")
    name = f"{metric}{f' by {by}' if by else ''}"
    spent = _spent(lambda: run(asked.snapshot, metric, by=by), own), _spent(lambda: _answer(address, sql), other)
    return at_least("datasette", f"{name}, Datasette {VERSION}", spent[0], "ms", spent[1], 1)


def _spent(task: Callable[[], object], process: psutil.Process) -> float:
    """Milliseconds of processor that a process takes for a task."""

    def used() -> float:
        return sum(process.cpu_times()[:2])

    times, before, end = 0, used(), time.monotonic() + SECONDS
    while time.monotonic() < end or times < 3:
        task()
        times += 1
    return 1000 * (used() - before) / times


def _answer(address: str, sql: str) -> list[dict]:
    with urllib.request.urlopen(f"{address}?{urllib.parse.urlencode({'sql': sql, '_shape': 'array'})}", timeout=120) as answer:
        return json.load(answer)


def _written(asked: Wide, file: Path) -> None:
    """The projects as a table of SQLite, with an index on what is asked by."""
    rows = asked.snapshot.table(f"select {COLUMNS} from project")
    with sqlite3.connect(file) as connection:
        connection.execute(f"create table project ({', '.join(rows.column_names)})")
        marks = ", ".join("?" * rows.num_columns)
        connection.executemany(f"insert into project values ({marks})", zip(*(column.to_pylist() for column in rows.columns)))
        connection.execute("create index by_department on project (department)")


def _installed() -> Path | None:
    """The program, installed at the first time; None, and said, where that fails."""
    folder = OUT / f"datasette-{VERSION}"
    program = folder / ("Scripts" if os.name == "nt" else "bin") / "datasette"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run([program.with_name("python"), "-m", "pip", "install", "--quiet", f"datasette=={VERSION}"], check=False)
        if done.returncode:
            print(f"Datasette {VERSION} cannot be installed here: not measured", file=sys.stderr)
            return None
    return program
