"""A snapshot as who is bound to some districts sees it: views under the names of its tables, over the rows of these districts alone.

A table is bound by its own district, else through the form, the project or the sheets it belongs to; one that belongs to
none of them is seen empty, so that a new table is closed until somebody thinks about it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from analytics.access import Scope

OPEN = ("name_class",)  # words of classes: nobody's data
BOUND = (
    ({"why"}, "false"),  # of damaged batches nobody knows whose they are
    ({"district"}, "district in ({districts})"),
    ({"form_id"}, "form_id in (select form_id from data.main.form where district in ({districts}))"),
    ({"project_id"}, "project_id in (select project_id from data.main.project where district in ({districts}))"),
    ({"batch_id", "sheet"}, "(batch_id, sheet) not in (select (batch_id, sheet) from elsewhere)"),
    ({"batch_id"}, "batch_id not in (select batch_id from elsewhere)"),
)
ELSEWHERE = "create view elsewhere as select batch_id, sheet from data.main.form where district is null or district not in ({districts})"
CLOSE = ("enable_external_access=false", "autoload_known_extensions=false", "autoinstall_known_extensions=false", "lock_configuration=true")


def connect_scoped(path: Path, scope: Scope) -> duckdb.DuckDBPyConnection:
    """A connection on which every table of the snapshot is a view over the rows of these districts."""
    connection = duckdb.connect()
    connection.execute(f"attach {_quoted(str(path))} as data (read_only)")
    districts = ", ".join(map(_quoted, scope.districts))
    connection.execute(ELSEWHERE.format(districts=districts))
    rows = connection.execute("select table_name, list(column_name) from duckdb_columns() where database_name = 'data' group by all").fetchall()
    for table, columns in rows:
        connection.execute(f'create view "{table}" as select * from data.main."{table}" where {_bound(table, columns, districts)}')
    for setting in CLOSE:
        connection.execute(f"set {setting}")
    return connection


def _bound(table: str, columns: Collection[str], districts: str) -> str:
    if table in OPEN:
        return "true"
    return next((words.format(districts=districts) for names, words in BOUND if names <= set(columns)), "false")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
