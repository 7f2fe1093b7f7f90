"""Records become Arrow tables: what a reader yielded, with ids and keys, in the columns of a batch."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from analytics.reading.records import FileReading, Form, Row, as_json
from analytics.store.columns import REAL, ROW_VALUES, SCHEMAS, TEXT
from analytics.store.keys import keyed

Line = dict[str, Any]


def tables(reading: FileReading, batch_id: str) -> dict[str, pa.Table]:
    """One Arrow table a kind of record, all columns of its schema; raises pa.ArrowInvalid when a figure does not fit."""
    lines: dict[str, list[Line]] = defaultdict(list)
    place = Places()
    for number, (form, form_key, rows) in enumerate(keyed(reading), 1):
        form_id = f"{batch_id}:{number}"
        lines["form"].append(_form(form, reading.file, batch_id, form_id, form_key))
        place.add_form(form, form_id, form_key)
        lines["funding"] += [_line_of_form(item, form_id, at) for at, item in enumerate(form.funding, 1)]
        lines["indicator"] += [_line_of_form(item, form_id, at) for at, item in enumerate(form.indicators, 1)]
        for at, (row, key) in enumerate(rows, 1):
            lines["table_row"].append(_row(form, row, batch_id, form_id, at, key))
            place.add_row(form.sheet, row, key)
    lines["problem"] = [{"batch_id": batch_id, "form_id": place.form_at(p.sheet, p.cell), **vars(p)} for p in reading.problems]
    lines["claim"] = [_claim(claim, reading.file, batch_id, place) for claim in reading.claims]
    built = {kind: pa.Table.from_pylist([_fit(kind, line) for line in lines[kind]], schema) for kind, schema in SCHEMAS.items()}
    return built | _drawings(reading, batch_id)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=as_json).encode
"""What `as_json` gives, as text. What is plain data already, most of it, never goes through it."""


def _fit(kind: str, line: Line) -> Line:
    """Values in the types of their columns; a decimal is rounded half up to the digits kept (0.01 元, 0.0001 points)."""
    return {name: _value(line.get(name), column) for name, column in TYPES[kind]}


TYPES = {kind: [(column.name, column.type) for column in schema] for kind, schema in SCHEMAS.items()}
STEPS = {4: Decimal("0.0001"), 6: Decimal("0.000001")}


def _value(value: Any, column: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_decimal(column):
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        return number.quantize(STEPS[column.scale], rounding=ROUND_HALF_UP)
    if column == REAL:
        return float(value)
    return str(value) if column == TEXT else value


def _form(form: Form, file: str, batch_id: str, form_id: str, key: str) -> Line:
    project = form.project
    cells = dict(project.cells) if project else {}
    return {
        **{name: getattr(form, name) for name in ("kind", "subject", "recognised_as", "sheet", "range", "title", "district", "department")},
        **{name: getattr(form, name) for name in ("department_printed", "fiscal_year", "has_revised_column", "total_weight", "grade")},
        **{name: getattr(form, name) for name in ("total_score", "total_score_reviewed")},
        **({name: getattr(project, name) for name in ("supervising_unit", "implementing_unit", "goal", "achievement")} if project else {}),
        "project": project.name if project else None,
        "project_code": project.code if project else None,
        "unit_printed": form.amount_unit.printed,
        "unit_used": form.amount_unit.used,
        "unit_status": form.amount_unit.status,
        "unit_evidence": _json(form.amount_unit.evidence),
        "persons": _json(form.persons),
        "cells": _json({**cells, **form.cells}),
        "file": file,
        "batch_id": batch_id,
        "form_id": form_id,
        "record_key": key,
        "row_count": len(form.rows),
    }


def _line_of_form(record: Any, form_id: str, at: int) -> Line:
    return {**vars(record), "form_id": form_id, "line": at, "cells": _json(record.cells)}


def _row(form: Form, row: Row, batch_id: str, form_id: str, at: int, key: str) -> Line:
    fitting = {name: value for name, value in row.values.items() if name in ROW_VALUES and _fits(name, value)}
    return {
        **fitting,
        **{name: getattr(row, name) for name in ("name", "side", "line", "level")},
        "table_name": row.table,
        "kind": form.kind,
        "district": row.district or form.district,
        "department": row.department or form.department,
        "department_printed": row.department_printed or form.department_printed,
        "fiscal_year": row.fiscal_year or form.fiscal_year,
        "scores": _json(row.scores),
        "more": _json({name: value for name, value in row.values.items() if name not in fitting}),
        "printed": _json(row.printed),
        "cells": _json(row.cells),
        "row_id": f"{form_id}:{at}",
        "form_id": form_id,
        "batch_id": batch_id,
        "record_key": key,
        "line_number": at,
    }


ROW_TYPES = {name: SCHEMAS["table_row"].field(name).type for name in ROW_VALUES}


def _fits(name: str, value: Any) -> bool:
    return ROW_TYPES[name] == TEXT or value is None or isinstance(value, (int, float, Decimal))


def _claim(claim: Any, file: str, batch_id: str, place: Places) -> Line:
    evidence = claim.evidence
    return {
        **{name: getattr(claim, name) for name in ("project", "department", "fiscal_year", "budget", "executed")},
        "batch_id": batch_id,
        "record_key": place.key_at(evidence.sheet, evidence.cell),
        "file": evidence.file or file,
        "sheet": evidence.sheet,
        "cell": evidence.cell,
        "text": evidence.text,
    }


def _drawings(reading: FileReading, batch_id: str) -> dict[str, pa.Table]:
    cells = [(drawing.sheet, cell, text) for drawing in reading.drawings for cell, text in drawing.texts.items()]
    merges = [(drawing.sheet, span) for drawing in reading.drawings for span in drawing.merges]
    sheets, addresses, texts = zip(*cells, strict=True) if cells else ((), (), ())
    merged, spans = zip(*merges, strict=True) if merges else ((), ())
    return {
        "sheet_cell": pa.table([[batch_id] * len(cells), sheets, addresses, texts], schema=SCHEMAS["sheet_cell"]),
        "sheet_merge": pa.table([[batch_id] * len(merges), merged, spans], schema=SCHEMAS["sheet_merge"]),
    }


class Places:
    """Which form and which record a cell of the file belongs to."""

    def __init__(self) -> None:
        self._forms: dict[str, list[tuple[tuple[int, int, int, int], str, str]]] = defaultdict(list)
        self._rows: dict[tuple[str, str], str] = {}

    def add_form(self, form: Form, form_id: str, key: str) -> None:
        """Remember the range of a form."""
        self._forms[form.sheet].append((_corners(form.range), form_id, "" if form.rows else key))

    def add_row(self, sheet: str, row: Row, key: str) -> None:
        """Remember the cells of a table row."""
        self._rows.update(((sheet, cell), key) for cell in row.cells.values())

    def form_at(self, sheet: str | None, cell: str | None) -> str | None:
        """The form that holds the cell; of a problem without a cell, the only form of its sheet."""
        found = self._at(sheet, cell)
        return found[0] if found else None

    def key_at(self, sheet: str | None, cell: str | None) -> str | None:
        """The key of the row, else of the form, that holds the cell."""
        found = self._at(sheet, cell)
        return self._rows.get((sheet or "", cell or "")) or (found[1] if found else None) or None

    def _at(self, sheet: str | None, cell: str | None) -> tuple[str, str] | None:
        forms = self._forms.get(sheet or "", [])
        if cell is None:
            return forms[0][1:] if len(forms) == 1 else None
        column, row = _corners(cell)[:2]
        holding = ((form_id, key) for (left, top, right, bottom), form_id, key in forms if left <= column <= right and top <= row <= bottom)
        return next(holding, None)


def _corners(span: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of an address or range, from 1."""
    ends = [_position(end) for end in span.split(":")]
    return (*ends[0], *ends[-1])


def _position(cell: str) -> tuple[int, int]:
    match = re.fullmatch(r"\$?([A-Z]+)\$?([0-9]+)", cell.strip().upper())
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (column, int(match[2]))
