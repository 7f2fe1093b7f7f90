"""A batch: one accepted file, its records as Parquet and the decisions taken on it. Never changed once it is there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from analytics.access import Place
from analytics.reading.records import SELF_EVALUATION, FileReading, Form, Problem
from analytics.reading.word_places import SHEET, TABLE_ROWS, word_place
from analytics.settings import setting
from analytics.store.arrow import tables
from analytics.store.columns import SCHEMA_VERSION, SCHEMAS
from analytics.store.durable import sync_directory, sync_file
from analytics.store.soundness import MANIFEST, sha256_of

BEING_WRITTEN = ".writing-"


@dataclass(frozen=True)
class Incoming:
    """A file about to be stored. `decisions` is plain data; `instead_of` names the batch whose file is read again."""

    reading: FileReading
    content: bytes
    decisions: Mapping[str, Any] = field(default_factory=dict)
    replace_whole: bool = False
    instead_of: str | None = None


@dataclass(frozen=True)
class BatchInfo:
    """A batch as the ledger knows it. `imported_at` is UTC; `rank` orders replacement (newer wins)."""

    batch_id: str
    sequence: int
    file: str
    sha256: str
    imported_at: datetime
    imported_by: str
    status: str  # active | withdrawn
    forms: int
    projects: int
    problems: int
    decisions: Mapping[str, Any]
    replace_whole: bool = False
    rank: int = 0
    instead_of: str | None = None


def describe(incoming: Incoming, sequence: int, rank: int, actor: str) -> BatchInfo:
    """The batch that an incoming file is going to be; its id never repeats, not even after a crash."""
    now = datetime.now(UTC).replace(tzinfo=None)
    reading = incoming.reading
    decisions = dict(incoming.decisions)
    mark = hashlib.sha256(json.dumps([reading.sha256, decisions, now.isoformat(), actor], ensure_ascii=False).encode()).hexdigest()
    return BatchInfo(
        batch_id=f"{sequence:06d}-{mark[:8]}",
        sequence=sequence,
        file=reading.file,
        sha256=reading.sha256,
        imported_at=now,
        imported_by=actor,
        status="active",
        forms=len(reading.forms),
        projects=sum(form.kind == SELF_EVALUATION for form in reading.forms),
        problems=len(reading.problems),
        decisions=decisions,
        replace_whole=incoming.replace_whole,
        rank=rank,
        instead_of=incoming.instead_of,
    )


def write(batches: Path, info: BatchInfo, incoming: Incoming, step: Callable[[str], None]) -> Path:
    """Write the batch beside, sync it and rename it; raises pa.ArrowInvalid when a figure does not fit its column."""
    beside = batches / f"{BEING_WRITTEN}{info.batch_id}"
    final = batches / info.batch_id
    shutil.rmtree(beside, ignore_errors=True)
    built = tables(incoming.reading, info.batch_id)
    beside.mkdir(parents=True)
    step("batch-begun")
    if int(setting("keep_persons")):
        (beside / info.sha256).write_bytes(incoming.content)
    for kind, table in built.items():
        if table.num_rows:
            parquet.write_table(table, beside / f"{kind}.parquet", compression="zstd")
    hashes = {file.name: sha256_of(file) for file in sorted(beside.iterdir())}
    (beside / MANIFEST).write_text(_manifest(info, built, hashes), encoding="utf-8")
    for file in beside.iterdir():
        sync_file(file)
    sync_directory(beside)
    step("batch-written")
    os.replace(beside, final)
    sync_directory(batches)
    step("batch-renamed")
    return final


def _manifest(info: BatchInfo, built: Mapping[str, pa.Table], hashes: Mapping[str, str]) -> str:
    content = {
        "schema_version": SCHEMA_VERSION,
        "batch_id": info.batch_id,
        "sequence": info.sequence,
        "rank": info.rank,
        "file": info.file,
        "sha256": info.sha256,
        "imported_at": info.imported_at.isoformat(),
        "imported_by": info.imported_by,
        "decisions": dict(info.decisions),
        "replace_whole": info.replace_whole,
        "instead_of": info.instead_of,
        "projects": info.projects,
        "records": {kind: table.num_rows for kind, table in built.items()},
        "file_sha256": dict(hashes),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def recorded(batches: Path) -> list[BatchInfo]:
    """The batches as their manifests tell, oldest first; for a ledger that is lost."""
    manifests = (json.loads(path.read_text("utf-8")) for path in batches.glob(f"[0-9]*/{MANIFEST}"))
    return sorted((_told(manifest) for manifest in manifests), key=lambda info: info.sequence)


def _told(manifest: Mapping[str, Any]) -> BatchInfo:
    same = ("batch_id", "sequence", "rank", "file", "sha256", "imported_by", "decisions", "replace_whole", "instead_of")
    counts = {"forms": manifest["records"]["form"], "projects": manifest["projects"], "problems": manifest["records"]["problem"]}
    at = datetime.fromisoformat(manifest["imported_at"])
    return BatchInfo(imported_at=at, status="active", **counts, **{name: manifest[name] for name in same})


def files_of(batches: Path, ids: list[str], kind: str) -> list[str]:
    """The Parquet files of one kind of record in these batches; a batch without such records has none."""
    candidates = (batches / batch_id / f"{kind}.parquet" for batch_id in ids)
    return [str(path) for path in candidates if path.exists()]


@lru_cache(maxsize=4096)
def _read(file: Path, columns: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
    return tuple(parquet.read_table(file, columns=list(columns)).to_pylist()) if file.exists() else ()


def _rows(batches: Path, batch_id: str, kind: str, *columns: str) -> tuple[Mapping[str, Any], ...]:
    """Some columns of a batch's records of one kind; of a damaged batch nothing is told (the snapshot names it)."""
    try:
        return _read(batches / batch_id / f"{kind}.parquet", columns)
    except (OSError, pa.ArrowException):
        return ()


def kinds(batches: Path, batch_id: str) -> Mapping[str, int]:
    """How many forms of each kind a batch holds."""
    return dict(Counter(row["kind"] for row in _rows(batches, batch_id, "form", "kind")))


def stood_in_for(batches: Sequence[BatchInfo]) -> dict[str, BatchInfo]:
    """Withdrawn batches whose file counts all the same, read again: batch id -> the active batch that stands in for it."""
    first: dict[str, str] = {}
    for info in batches:  # oldest first
        first[info.batch_id] = first.get(info.instead_of or "", info.batch_id)
    active = {first[info.batch_id]: info for info in batches if info.status == "active"}
    return {info.batch_id: active[first[info.batch_id]] for info in batches if info.status != "active" and first[info.batch_id] in active}


@dataclass(frozen=True)
class FormUnit:
    """In which unit the amounts of a stored form are read, and the names of the files that prove it."""

    sheet: str
    range: str
    department: str | None
    status: str
    used: str | None
    evidence: frozenset[str]


def unit_of(form: Form) -> FormUnit:
    """The unit of a form as it was read."""
    unit = form.amount_unit
    return FormUnit(form.sheet, form.range, form.department, unit.status, unit.used, frozenset(one.file for one in unit.evidence if one.file))


def form_units(batches: Path, batch_id: str) -> tuple[FormUnit, ...]:
    """The units of all forms that a batch holds."""
    names = ("sheet", "range", "department", "unit_status", "unit_used", "unit_evidence")
    return tuple(_form_unit(*row.values()) for row in _rows(batches, batch_id, "form", *names))


def _form_unit(sheet: str, place: str, department: str | None, status: str, used: str | None, evidence: str | None) -> FormUnit:
    return FormUnit(sheet, place, department, status, used, frozenset(one["file"] for one in json.loads(evidence or "[]") if one.get("file")))


def counted_rows(batches: Path, batch_id: str) -> int:
    """How many lines of flat tables a batch holds."""
    return len(_rows(batches, batch_id, "table_row", "row_id"))


def places_of(forms: Sequence[Form]) -> frozenset[Place]:
    """District and department of everything in these forms: of the lines of a flat table, and of each other form as a whole."""
    return frozenset((place.district, place.department) for form in forms for place in (form.rows or (form,)))


def places(batches: Path, batch_id: str) -> frozenset[Place]:
    """District and department of everything that a batch holds, as `places_of` tells it of forms; of a damaged one nothing is known."""
    forms = {(row["district"], row["department"]) for row in _rows(batches, batch_id, "form", "district", "department", "row_count") if not row["row_count"]}
    return frozenset(forms | {(row["district"], row["department"]) for row in _rows(batches, batch_id, "table_row", "district", "department")})


def problems(batches: Path, batch_id: str) -> list[Problem]:
    """The problems found when a batch was read, those of a Word document with their places in words."""
    names = [one.name for one in fields(Problem) if one.name in SCHEMAS["problem"].names]
    found = [Problem(**row) for row in _rows(batches, batch_id, "problem", *names)]
    if not any(one.sheet == SHEET for one in found):
        return found
    forms = [json.loads(row["cells"] or "{}") for row in _rows(batches, batch_id, "form", "sheet", "cells") if row["sheet"] == SHEET]
    rows = next((cells[TABLE_ROWS] for cells in forms if TABLE_ROWS in cells), None)
    return [replace(one, place=word_place(rows, one.cell)) if rows and one.sheet == SHEET else one for one in found]
