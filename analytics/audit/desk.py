"""The desk on which rules work: one cursor over a snapshot, with the tables and macros of desk.sql."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics.audit.cards import RULES
from analytics.audit.elsewhere import asked_elsewhere
from analytics.audit.finding import Place
from analytics.reading.word_places import SHEET, TABLE_ROWS

HERE = Path(__file__).parent
INDICATOR_COLUMNS = (
    "form_number, line, level2, level3, target, actual, direction, target_value, actual_value, weight, score, applicable, deviation_reason,"
    " dimension, facet, cells"
)
"""What rules read of the indicators of a form: every column costs, with a million of them."""
SCOPE = ("form_id", "record_key", "batch_id", "file", "sheet", "district", "department", "fiscal_year", "name", "budget_base")
"""What an indicator shares with its form: said once a form, joined to the few indicators that a rule asks for."""
TABLES = ("evaluated", "measured", "line", "document")
NUMBERED = """select *, row_number() over (order by district, department, fiscal_year, name, form_id)::integer as form_number,
    dense_rank() over (order by district, department, fiscal_year)::integer as group_number from every_evaluated"""
MEASURED = f"""select group_number, {INDICATOR_COLUMNS}
    from every_measured join (select form_id, form_number, group_number from evaluated) as numbered using (form_id)"""


class Desk:
    """Rows of a snapshot for rules; use it in one thread only.

    With `departments` (an empty text: records of no department) its tables hold those alone. `ready`: tables are made
    once, as some sixty rules read them; for a few rules views cost less.

    Forms are numbered in the order of district, department, year and name, departments of a year likewise: rules group and
    sort by these numbers, which cost a fraction of the texts. `asked` answers the rules in SQL, on the engine that the setting names;
    `made_of` tells the query of each table.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, departments: Collection[str] | None = None, ready: bool = True) -> None:
        self._cursor = connection.cursor()
        self._filled: dict[str, dict[str, int]] = {}
        self._counted = "" if departments is None else "every_"  # whether a rule can run is told by the whole snapshot
        self._cursor.execute((HERE / "desk.sql").read_text("utf-8"))
        self.made_of = made_of = {name: f"select * from every_{name}" for name in TABLES} | {"evaluated": NUMBERED, "measured": MEASURED}
        self.asked = asked_elsewhere(connection, made_of, departments) or self.rows
        for name in TABLES:
            if departments is not None and name != "measured":
                own = "where coalesce(department, '') in (select unnest($departments::varchar[]))"
                self._cursor.execute(f"create or replace temp table {name} as {made_of[name]} {own}", {"departments": list(departments)})
            else:
                kind = "table" if (ready or departments is not None) and name != "document" else "view"
                self._cursor.execute(f"create or replace temp {kind} {name} as {made_of[name]}")

    def close(self) -> None:
        self._cursor.close()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query; values are bound as $name."""
        names, values = self._answer(sql, parameters)
        return [dict(zip(names, row)) for row in values]

    def lines(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query over indicators whose first column is `form_number`, each with the SCOPE of its form."""
        names, values = self._answer(sql, parameters)
        every, scopes = (*SCOPE, *names), self._scopes
        return [dict(zip(every, scopes[row[0]] + row)) for row in values]

    def _answer(self, sql: str, parameters: Mapping[str, Any] | None) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        found = self._cursor.execute(sql, dict(parameters) if parameters else None).to_arrow_table()
        return found.column_names, zip(*map(_values, found.columns))  # the table's own to_pylist takes a fifth longer

    @cached_property
    def forms(self) -> list[dict[str, Any]]:
        """Self-evaluations, one row each (table `evaluated`)."""
        return self.rows("select * from evaluated order by form_number")

    @cached_property
    def _scopes(self) -> dict[int, tuple[Any, ...]]:
        """What the indicators of a form share, by its number."""
        scope = itemgetter(*SCOPE)
        return {row["form_number"]: scope(row) for row in self.forms}

    @cached_property
    def funding(self) -> dict[str, list[dict[str, Any]]]:
        """The funding lines of each form, by its id."""
        return _grouped(self.rows("select funding.* from funding semi join evaluated using (form_id) order by form_id, line"), "form_id")

    def forms_with(self, condition: str) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Each form of which an indicator (table `measured`) meets this SQL condition, with all its indicators.

        The database chooses: no rule walks through all indicators, of which there may be a million.
        """
        sql = f"select {INDICATOR_COLUMNS} from measured where form_number in (select form_number from measured where {condition}) order by form_number, line"
        lines = _grouped(self.lines(sql), "form_number")
        return ((row, lines[row["form_number"]]) for row in self.forms if row["form_number"] in lines)

    def indicators_of(self, forms: Iterable[Mapping[str, Any]]) -> dict[int, list[dict[str, Any]]]:
        """The indicators of these forms, by the number of the form."""
        numbers = [row["form_number"] for row in forms]
        sql = f"select {INDICATOR_COLUMNS} from measured where form_number in (select unnest($numbers)) order by form_number, line"
        return _grouped(self.lines(sql, {"numbers": numbers}), "form_number") if numbers else {}

    def filled(self, need: str) -> int:
        """How many values a card's need (table.column, table:kind.column) has."""
        source, _, column = need.partition(".")
        if source not in self._filled:
            asked = {one for card in RULES.values() for need in card.needs for one in need.split("|")} | {need}
            self._filled[source] = self._count(source, sorted({one.partition(".")[2] for one in asked if one.partition(".")[0] == source}))
        return self._filled[source][column]

    def _count(self, source: str, columns: Sequence[str]) -> dict[str, int]:
        """Values in each of these columns, counted in one go."""
        table, _, kind = source.partition(":")
        own = f"{self._counted}{table}" if table in TABLES else table
        counts = ", ".join(f'count("{column}") as "{column}"' for column in columns)
        sql = f"select {counts} from {own}" + (" where kind = $kind" if kind else "")
        return self.rows(sql, {"kind": kind} if kind else None)[0]

    def texts(self, wanted: Sequence[Place]) -> list[str | None]:
        """What the sheets show at these places, in their order."""
        if not wanted:
            return []
        batches, _, sheets, cells, _ = zip(*wanted)
        asked = pa.table({"number": pa.array(range(len(wanted)), pa.int32()), "batch_id": batches, "sheet": sheets, "cell": cells})
        self._cursor.register("asked", asked)  # bound lists of a million texts take several times as long
        sql = "select asked.number, sheet_cell.text from sheet_cell join asked using (batch_id, sheet, cell)"
        texts: list[str | None] = [None] * len(wanted)
        for number, text in self._answer(sql, None)[1]:
            texts[number] = text
        self._cursor.unregister("asked")
        return texts

    def word_tables(self) -> dict[tuple[str, str], str]:
        """Of Word documents the rows of each of their tables, by batch and sheet."""
        sql = f"select batch_id, sheet, any_value(cells->>'{TABLE_ROWS}') from form where sheet = $sheet and (cells->>'{TABLE_ROWS}') is not null group by all"
        return {(batch, sheet): rows for batch, sheet, rows in self._answer(sql, {"sheet": SHEET})[1]}


def _values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; decimals by way of numpy, in half the time."""
    return column.to_numpy(zero_copy_only=False).tolist() if pa.types.is_decimal(column.type) else column.to_pylist()


def _grouped(rows: Iterable[dict[str, Any]], name: str) -> dict[Any, list[dict[str, Any]]]:
    grouped: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row[name], []).append(row)
    return grouped
