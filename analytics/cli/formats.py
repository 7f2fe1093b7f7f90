"""The fixed JSON formats of the command line. Amounts in 万元, rates as ratios, nothing rounded, blanks null."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.reading.records import FileReading, as_json

if TYPE_CHECKING:
    import pandas

    from analytics.store import BatchInfo, Plan, Record, Replacement, VersionInfo
    from analytics.store.plan import Difference

SCOPE = ("kind", "district", "department", "fiscal_year", "name")
FIGURES = ("budget", "executed", "score")
PROJECT_FIELDS = (
    *("project_id", "district", "department", "fiscal_year", "name", "supervising_unit", "implementing_unit"),
    *("initial_budget", "revised_budget", "executed", "budget_base", "execution_rate", "execution_rate_stated"),
    *("score_stated", "score_recomputed", "score_common", "grade", "unit_status"),
)


def file_json(reading: FileReading) -> dict[str, Any]:
    """A file of `read --json`."""
    plain = as_json(reading)
    return {name: plain[name] for name in ("file", "sha256", "forms", "unread", "problems", "refused", "questions")}


def projects_json(frame: pandas.DataFrame, left_out: pandas.DataFrame, version: str, filters: Mapping[str, Any], findings: Mapping[str, int]) -> dict[str, Any]:
    """`projects --json`; `findings` counts what the rules found, by project id."""
    rows = rows_json(frame)
    projects = [
        {**{name: row.get(name) for name in PROJECT_FIELDS}, "findings": findings.get(row["project_id"], 0), "batch": row.get("batch_id")} for row in rows
    ]
    return {"snapshot": version, "filters": dict(filters), "excluded": rows_json(left_out), "projects": projects}


def rows_json(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain data; what pandas holds for a blank becomes None."""
    return [{str(name): value_json(value) for name, value in row.items()} for row in frame.to_dict("records")]


def value_json(value: Any) -> Any:
    """One value of a frame as plain data; whole numbers that pandas made floats become whole again."""
    if hasattr(value, "tolist") and not isinstance(value, (str, bytes)):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [value_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: value_json(item) for key, item in value.items()}
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value if math.isfinite(value) else None
    return as_json(value) if isinstance(value, Decimal) else value


def batch_json(info: BatchInfo) -> dict[str, Any]:
    """A batch as the ledger knows it; the time in UTC."""
    return {**as_json(info), "imported_at": info.imported_at.isoformat(timespec="seconds") + "Z"}


def version_json(info: VersionInfo) -> dict[str, Any]:
    """A snapshot version; the time in UTC."""
    return {**as_json(info), "built_at": info.built_at.isoformat(timespec="seconds") + "Z"}


def problems_json(readings: tuple[FileReading, ...]) -> list[dict[str, Any]]:
    """The problems of all files, each with its file."""
    return [{"file": reading.file, **as_json(problem)} for reading in readings for problem in reading.problems]


def plan_json(plan: Plan) -> list[dict[str, Any]]:
    """What was added, replaced (old -> new), left and removed, per file."""
    return [
        {
            "file": one.file,
            "added": [_record(record) for record in one.added],
            "replaced": [_replacement(replacement) for replacement in one.replaced],
            "left": [_record(record) for record in one.left],
            "removed": [_record(record) for record in one.removed],
        }
        for one in plan.files
    ]


def difference_json(found: Difference) -> dict[str, Any]:
    """What one version holds against an earlier one."""
    added, gone = ([_record(record) for record in records] for records in (found.added, found.gone))
    return {"added": added, "gone": gone, "changed": [_replacement(one) for one in found.changed], "same": found.same}


def _record(record: Record) -> dict[str, Any]:
    return {name: as_json(getattr(record, name)) for name in (*SCOPE, *FIGURES)}


def _replacement(one: Replacement) -> dict[str, Any]:
    changes = {name: {"old": as_json(old), "new": as_json(new)} for name, (old, new) in one.changes.items()}
    return {**{name: getattr(one.new, name) for name in SCOPE}, "old_batch": one.old.batch_id, "changes": changes}
