"""The Parquet columns of a batch, one schema a kind of record. New columns may be added; none is renamed or retyped."""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1

TEXT = pa.string()
WHOLE = pa.int32()
REAL = pa.float64()
MONEY = pa.decimal128(20, 6)
POINTS = pa.decimal128(12, 4)
FLAG = pa.bool_()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def _named(kind: pa.DataType, *names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names, kind)


SCHEMAS: dict[str, pa.Schema] = {
    "form": _schema(
        **_named(TEXT, "form_id", "batch_id", "record_key", "kind", "subject", "recognised_as", "file", "sheet", "range", "title"),
        **_named(TEXT, "district", "department", "department_printed"),
        fiscal_year=WHOLE,
        **_named(TEXT, "project", "project_code", "supervising_unit", "implementing_unit", "goal", "achievement"),
        **_named(TEXT, "unit_printed", "unit_used", "unit_status", "unit_evidence"),
        has_revised_column=FLAG,
        **_named(POINTS, "total_weight", "total_score", "total_score_reviewed"),
        **_named(TEXT, "grade", "persons", "cells"),
        row_count=WHOLE,
    ),
    "funding": _schema(
        form_id=TEXT,
        line=WHOLE,
        **_named(TEXT, "source", "label"),
        **_named(MONEY, "initial_budget", "revised_budget", "executed"),
        weight=POINTS,
        execution_rate_stated=REAL,
        score=POINTS,
        applicable=FLAG,
        **_named(TEXT, "initial_budget_printed", "revised_budget_printed", "executed_printed", "cells"),
    ),
    "indicator": _schema(
        form_id=TEXT,
        line=WHOLE,
        **_named(TEXT, "level1", "level2", "level3", "target", "actual"),
        **_named(REAL, "target_value", "actual_value"),
        direction=TEXT,
        **_named(POINTS, "weight", "score", "score_reviewed"),
        applicable=FLAG,
        **_named(TEXT, "deviation_reason", "cells"),
    ),
    "table_row": _schema(
        **_named(TEXT, "row_id", "form_id", "batch_id", "record_key"),
        line_number=WHOLE,
        **_named(TEXT, "kind", "district", "department", "department_printed"),
        fiscal_year=WHOLE,
        **_named(TEXT, "name", "table_name", "side", "line", "level"),
        **_named(MONEY, "initial_budget", "revised_budget", "executed", "final_accounts", "amount", "change_amount"),
        change_rate_stated=REAL,
        variance_amount=MONEY,
        **_named(REAL, "variance_rate_stated", "share_stated", "execution_rate_stated"),
        **_named(POINTS, "weight", "score"),
        **_named(TEXT, "grade", "note", "scores", "more", "printed", "cells"),
    ),
    "problem": _schema(**_named(TEXT, "batch_id", "form_id", "severity", "code", "sheet", "cell", "found", "expected", "message", "remedy")),
    "claim": _schema(
        **_named(TEXT, "batch_id", "record_key", "project", "department"),
        fiscal_year=WHOLE,
        **_named(MONEY, "budget", "executed"),
        **_named(TEXT, "file", "sheet", "cell", "text"),
    ),
    "sheet_cell": _schema(**_named(TEXT, "batch_id", "sheet", "cell", "text")),
    "sheet_merge": _schema(**_named(TEXT, "batch_id", "sheet", "range")),
}

# Columns of a table row that its `values` may fill; anything else goes to `more`.
ROW_VALUES = (
    *("initial_budget", "revised_budget", "executed", "final_accounts", "amount", "change_amount", "change_rate_stated"),
    *("variance_amount", "variance_rate_stated", "share_stated", "execution_rate_stated", "weight", "score", "grade", "note"),
)
