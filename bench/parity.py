"""`python -m bench parity`: every metric and every rule in SQL on DuckDB and on Spark, answer beside answer. Exit code 1 where one differs."""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from analytics.audit.cards import RULES
from analytics.audit.desk import Desk
from analytics.audit.elsewhere import SparkDesk
from analytics.audit.finding import Hit
from analytics.audit.runner import hits_of, in_sql
from analytics.engine.spark import SparkTables
from analytics.metrics.filters import NO_FILTERS, Filters
from analytics.metrics.runner import COARSE, METRICS, Contradicted, as_bound, compose, with_marked
from analytics.store import Snapshot
from analytics.store.snapshot import apart
from bench.results import machine
from bench.wide import wide_snapshot

CLOSE = 1e-9
"""How far two doubles may be apart, as a share of them: sums of another order. The last digit printed is at most the sixth."""
MARK = "fact"
"""The name of an equal fact is a mark of the engine's own; what it marks is compared."""
EXAMPLES = """select
    (select list(project_id order by project_id) from (select project_id from project order by project_id limit 4)) as projects,
    (select min(level3) from project_indicator) as indicator,
    (select min(district) from project) as district"""


@dataclass(frozen=True)
class Question:
    """A statement with its bound values, and what it is called."""

    name: str
    sql: str
    values: dict[str, Any]
    contradicted: Contradicted | None

    def asked_of(self, tables: Any) -> str:
        """The statement as these tables are asked it: what it reads beside them is made."""
        return with_marked(self.sql, tables, self.contradicted)


@dataclass
class Compared:
    """What came of it: seconds of each engine, and for each difference one line."""

    asked: int = 0
    rows: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: {"duckdb": 0.0, "spark": 0.0})
    differences: list[str] = field(default_factory=list)
    say: Callable[[str], None] = lambda said: None

    def add(self, name: str, rows: int, differences: Sequence[str]) -> None:
        """Note what came of one question."""
        self.asked, self.rows = self.asked + 1, self.rows + rows
        self.differences += [f"{name}: {said}" for said in differences]
        self.say(f"{name}: {rows} rows, {'; '.join(differences) or 'the same'}")


def main(arguments: list[str]) -> int:
    """Compare over a generated snapshot; Spark as the settings say."""
    parser = argparse.ArgumentParser(prog="python -m bench parity", description=__doc__)
    parser.add_argument("--projects", type=int, default=100_000, metavar="N", help="how many projects the generated snapshot has (100,000 when left out)")
    parser.add_argument("--short", action="store_true", help="one question a metric in place of three")
    options = parser.parse_args(arguments)
    path = wide_snapshot(options.projects)
    with apart(path, path.stem) as snapshot:
        metrics = compare_metrics(snapshot, SparkTables(path, path.parent / "spark"), options.short, Compared(say=_said))
        rules = compare_rules(snapshot, path.parent / "spark", Compared(say=_said))
    for name, one in (("questions", metrics), ("rules", rules)):
        times = ", ".join(f"{engine} {seconds:.1f} s" for engine, seconds in one.seconds.items())
        print(f"{one.asked} {name}, {one.rows} rows: {len(one.differences)} differences; {times}")
    print("\n".join((*metrics.differences, *rules.differences, machine())))
    return 1 if metrics.differences or rules.differences else 0


def compare_metrics(snapshot: Snapshot, tables: SparkTables, short: bool = False, found: Compared | None = None) -> Compared:
    """Every metric: as it is, bound to a district with every filter set, and by its last dimension; `short`: this, and sums without any."""
    found = found or Compared()
    for question in questions(snapshot, short):
        ours = _timed(found, "duckdb", lambda one=question: snapshot.table(one.asked_of(snapshot), one.values))
        theirs = _timed(found, "spark", lambda one=question: tables.table(one.asked_of(tables), one.values))
        found.add(question.name, ours.num_rows, differing(ours, theirs, ordered_by(question.sql)))
    return found


def compare_rules(snapshot: Snapshot, folder: Path, found: Compared | None = None) -> Compared:
    """Every rule that is written in SQL: the same hits, figures, messages and calculations."""
    found = found or Compared()
    with closing(Desk(snapshot.connection)) as desk:
        elsewhere = SparkDesk(SparkTables(snapshot.path.resolve(), folder), desk.made_of)
        for name in filter(in_sql, RULES):
            ours = _timed(found, "duckdb", lambda one=name: sorted(map(_told, hits_of(one, desk.rows))))
            theirs = _timed(found, "spark", lambda one=name: sorted(map(_told, hits_of(one, elsewhere.rows))))
            first = next((f"{a} and {b}" for a, b in zip(ours, theirs) if a != b), "" if len(ours) == len(theirs) else f"{len(ours)} and {len(theirs)} hits")
            found.add(name, len(ours), [first] if first else [])
    return found


def _said(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _told(hit: Hit) -> str:
    """A hit with its doubles to twelve digits."""
    return re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.12g}", repr(hit))


def _timed(found: Compared, engine: str, work: Any) -> Any:
    start = time.perf_counter()
    answer = work()
    found.seconds[engine] += time.perf_counter() - start
    return answer


def questions(snapshot: Snapshot, short: bool) -> Iterator[Question]:
    """The statements that are compared; metrics that ask for a name get one that is there."""
    example = snapshot.table(EXAMPLES).to_pylist()[0]
    given = {
        "trend_project": {"projects": " ".join(example["projects"])},
        "project_standing": {"project_id": example["projects"][0]},
        "named_projects": {"ids": tuple(example["projects"])},
        "search_names": {"word": "项目"},
        "indicator_projects": {"indicator": example["indicator"]},
    }
    judged = Contradicted(tuple(example["projects"][:2]), tuple(example["projects"][1:]))
    filters = Filters((2019, 2020, 2021, 2022, 2023), (example["district"],), (), 0.5, 1e9, 0.0, 2.0, "项")
    for name, metric in METRICS.items():
        last = metric.dimensions[-1] if metric.dimensions else None
        summed = last and any(name in metric.sql for name in COARSE)
        asked = (
            [(NO_FILTERS, one, judged) for one in ((None, last) if summed else (last,))]
            if short
            else [(NO_FILTERS, None, None), (filters, None, judged), (NO_FILTERS, last, judged)]
        )
        for chosen, by, contradicted in asked:
            sql, values = compose(metric, chosen, by, contradicted)
            values |= as_bound(metric.parameters | given.get(name, {}))
            named = set(re.findall(r"\$(\w+)", sql))
            yield Question(f"{name} by {by}" if by else name, sql, {key: value for key, value in values.items() if key in named}, contradicted)


def ordered_by(sql: str) -> list[str]:
    """The columns by which the rows of a statement come in order, as far as these are columns of the answer."""
    order = sqlglot.parse_one(sql, dialect="duckdb").args.get("order")
    names: list[str] = []
    for one in order.expressions if order else ():
        if not isinstance(one.this, exp.Column):
            break
        names.append(one.this.name)
    return names


def differing(ours: pa.Table, theirs: pa.Table, order: Sequence[str]) -> list[str]:
    """In what two answers differ: columns, number of rows, the order asked for, the first row."""
    if ours.column_names != theirs.column_names:
        return [f"columns {ours.column_names} and {theirs.column_names}"]
    if ours.num_rows != theirs.num_rows:
        return [f"{ours.num_rows} and {theirs.num_rows} rows"]
    if MARK in ours.column_names:
        ours, theirs = ours.drop_columns([MARK]), theirs.drop_columns([MARK])
    known = [name for name in order if name in ours.column_names]
    if known == list(order) and not all(map(_same, _rows(ours.select(known)), _rows(theirs.select(known)))):
        return [f"another order by {', '.join(order)}"]
    pairs = zip(sorted(_rows(ours), key=_place), sorted(_rows(theirs), key=_place))
    return next(([f"{a} and {b}"] for a, b in pairs if not _same(a, b)), [])


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns))) if table.num_columns else []


def _place(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Where a row stands among all: its texts and whole numbers first, then its doubles as far as they are surely the same."""
    exact = tuple("" if isinstance(value, (float, Decimal)) else repr(value) for value in row)
    return exact + tuple(f"{float(value):.6g}" if isinstance(value, (float, Decimal)) else "" for value in row)


def _same(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> bool:
    return all(map(_equal, ours, theirs))


def _equal(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) or isinstance(theirs, float):
        return None not in (ours, theirs) and (math.isclose(ours, theirs, rel_tol=CLOSE, abs_tol=CLOSE) or (ours != ours and theirs != theirs))
    return ours == theirs
