"""Readings as plain text, one figure a line with its cell: what a failing test shows is the line that differs."""

from __future__ import annotations

from analytics.reading.records import FUNDING_FIELDS, FileReading, Form, Row

INDICATOR = ("level1", "level2", "level3", "target", "actual", "weight", "score", "score_reviewed", "deviation_reason")


def reading_as_text(reading: FileReading) -> str:
    lines = [f"file: {reading.file}"]
    for form in reading.forms:
        lines += ["", *_form(form)]
    lines += ["", *(f"problem: {p.severity} {p.code} {p.sheet or ''}!{p.cell or ''}" for p in reading.problems)]
    lines += [f"unread: {u.sheet}!{u.cell} {_flat(u.text)}" for u in reading.unread]
    return "\n".join(lines) + "\n"


def _form(form: Form) -> list[str]:
    unit = form.amount_unit
    lines = [
        f"form: {form.kind} {form.subject or ''} {form.sheet}!{form.range}",
        f"  place: {form.district} {form.department} {form.fiscal_year}",
        f"  unit: {unit.printed} -> {unit.used} {unit.status} {' '.join(f'{e.cell}={e.text}' for e in unit.evidence)}".rstrip(),
    ]
    if form.project:
        lines.append(f"  project: {form.project.name}")
    for line in form.funding:
        figures = [f"{name}={getattr(line, name)}@{line.cells.get(name)}" for name in FUNDING_FIELDS if getattr(line, name) is not None]
        lines.append("  funding: " + " ".join([line.source, *figures]))
    for indicator in form.indicators:
        figures = [f"{name}={_flat(str(getattr(indicator, name)))}" for name in INDICATOR if getattr(indicator, name) is not None]
        where = indicator.cells.get("weight") or indicator.cells.get("score") or indicator.cells.get("level3") or ""
        lines.append("  indicator: " + " | ".join([where, *figures, *([] if indicator.applicable else ["not applicable"])]))
    lines += [_row(row) for row in form.rows]
    totals = {name: getattr(form, name) for name in ("total_weight", "total_score", "total_score_reviewed", "grade") if getattr(form, name) is not None}
    return lines + [f"  {name}: {value}@{form.cells.get(name)}" for name, value in totals.items()]


def _row(row: Row) -> str:
    figures = [f"{name}={_flat(str(value))}@{row.cells.get(name)}" for name, value in row.values.items()]
    scores = ["scores=" + ",".join(str(score) for score in row.scores)] if row.scores else []
    place = [str(value) for value in (row.district, row.department, row.fiscal_year, row.table, row.level) if value is not None]
    return "  row: " + " | ".join([str(row.name), *place, *figures, *scores])


def _flat(text: str) -> str:
    return text.replace("\n", "↵")
