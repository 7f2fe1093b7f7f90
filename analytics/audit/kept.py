"""Findings of a stored snapshot: found once a version, then read from beside the snapshot file.

The file beside is named after the version and the rules as they are, so that it can never be stale. It holds a line a
department: the next version takes over the lines of those that did not change, as they stand.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analytics.access import EVERYTHING
from analytics.audit.again import audit_again, changed, department_marks
from analytics.audit.cards import RULES
from analytics.audit.finding import Afresh, Audit, Calculation, Finding, Run, Term
from analytics.audit.in_parts import audit_snapshot
from analytics.audit.runner import rules_mark, worst_first
from analytics.errors import StoreError
from analytics.store import Snapshot, schema_mark
from analytics.store.lock import writing

logger = logging.getLogger(__name__)
_encoder = json.JSONEncoder(ensure_ascii=False, default=vars)  # dump() and asdict() take ten times as long
LOCK = "audit.lock"
PATIENCE = 3600  # seconds to wait for another process that audits the same version
_KEPT_AUDITS = 4
_finding = threading.Lock()


@dataclass(frozen=True)
class _Kept:
    """An audit, and what its snapshot held of each department."""

    version: str
    audit: Audit
    marks: Mapping[str, str]


_audits: OrderedDict[tuple[Path, int], _Kept] = OrderedDict()


def read_already(snapshot: Snapshot) -> bool:
    """Whether this process holds the findings of a snapshot, so that nobody has to wait for them."""
    return (_file(snapshot.path), snapshot.path.stat().st_mtime_ns) in _audits


def audit_of(snapshot: Snapshot) -> Audit:
    """All findings of a stored snapshot: found in the whole of it, told as far as the scope of the snapshot reaches."""
    with _finding:
        found = _held(_file(snapshot.path), snapshot.path.stat().st_mtime_ns, snapshot.whole).audit
    if snapshot.scope == EVERYTHING:
        return found
    return replace(found, findings=tuple(one for one in found.findings if snapshot.scope.holds(one.district)))


def _held(file: Path, written: int, snapshot: Snapshot) -> _Kept:
    """From memory, else from disk, else found."""
    key = (file, written)
    if key not in _audits:
        _audits[key] = _read(file) if file.exists() else _found_once(file, snapshot)
    _audits.move_to_end(key)
    while len(_audits) > _KEPT_AUDITS:
        _audits.popitem(last=False)
    return _audits[key]


def _found_once(file: Path, snapshot: Snapshot) -> _Kept:
    """Found by one process at a time: whoever waited reads what the other kept."""
    try:
        with writing(file.with_name(LOCK), PATIENCE):
            return _read(file) if file.exists() else _found(file, snapshot)
    except (OSError, StoreError):  # a store that may only be read has no lock; one that is held for hours helps nobody
        return _found(file, snapshot)


def _found(file: Path, snapshot: Snapshot) -> _Kept:
    marks, before = department_marks(snapshot), _before(file)
    differing = changed(before.marks, marks) if before else None
    if before is None or differing is None:
        found = audit_snapshot(snapshot)
    else:
        found = audit_again(snapshot.connection, before.audit, before.version, differing)
    kept = _Kept(snapshot.version, found, marks)
    try:
        _keep(file, kept)
    except OSError:
        logger.warning("findings could not be kept beside %s", snapshot.path)  # a store that may only be read is still answered
    return kept


def _before(file: Path) -> _Kept | None:
    """The newest other audit by the same rules of a snapshot of the same layout."""
    others = sorted(other for other in file.parent.glob(f"findings-*-{rules_mark()}.json") if other != file)
    if not others:
        return None
    held = next((kept for (path, _), kept in reversed(_audits.items()) if path == others[-1]), None)
    try:
        return held if held is not None else _read(others[-1]) if _header(others[-1])["schema"] == schema_mark() else None
    except (OSError, ValueError, LookupError, TypeError):
        logger.exception("kept findings %s cannot be read", others[-1])
        return None


def beside(snapshot: Path, what: str) -> Path:
    """The file that keeps something of the audit of this snapshot by the rules as they are."""
    return snapshot.with_name(f"{snapshot.stem.replace('snapshot', what, 1)}-{rules_mark()}.json")


def drop_others(path: Path, what: str) -> None:
    """Remove what was kept of versions and rules that are gone."""
    for old in path.parent.glob(f"{what}-*.json"):
        if old != path and (rules_mark() not in old.name or not _snapshot_beside(old).exists()):
            old.unlink(missing_ok=True)


def _file(snapshot: Path) -> Path:
    return beside(snapshot, "findings")


def _snapshot_beside(path: Path) -> Path:
    return path.with_name(f"snapshot-{_version(path)}.duckdb")


def _version(path: Path) -> str:
    return path.stem.split("-")[1]


# ---- the file: a line of what holds for all, a line a department in the order of its marks, a line of all other findings


def _keep(path: Path, kept: _Kept) -> None:
    """Write beside and rename."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".findings-", delete=False) as file:
        file.writelines(line + b"\n" for line in _lines(path, kept))
    os.replace(file.name, path)
    drop_others(path, "findings")


def _lines(path: Path, kept: _Kept) -> Iterator[bytes]:
    afresh, grouped = kept.audit.afresh, _grouped(kept)
    told = afresh and {"version": afresh.version, "departments": sorted(afresh.departments), "rules": sorted(afresh.rules)}
    yield _encoded({"schema": schema_mark(), "marks": kept.marks, "runs": kept.audit.runs, "afresh": told})
    written = _lines_before(path, kept.audit) if afresh else {}
    for name in kept.marks:
        taken_over = written.get(name) if afresh and name not in afresh.departments else None
        yield taken_over or _encoded(grouped.get(name, []))
    yield _encoded(grouped.get(None, []))


def _grouped(kept: _Kept) -> dict[str | None, list[Finding]]:
    """Findings by department; under None those of rules that look beyond one."""
    grouped: dict[str | None, list[Finding]] = {}
    for one in kept.audit.findings:
        name = one.department or ""
        grouped.setdefault(name if RULES[one.rule].scope == "department" and name in kept.marks else None, []).append(one)
    return grouped


def _encoded(content: object) -> bytes:
    return _encoder.encode(content).encode()


def _lines_before(path: Path, now: Audit) -> dict[str, bytes]:
    """The lines of departments as they stand in the file before; none where a rule for departments was, or is, of effect everywhere."""
    before = path.with_name(f"findings-{now.afresh.version}-{rules_mark()}.json")
    try:
        first, *lines, _beyond, _end = before.read_bytes().split(b"\n")  # as they stand: to decode and encode them takes longer than all else
        header = json.loads(first)
        hits = Counter({run["rule"]: run["hits"] for run in header["runs"]}) + Counter({run.rule: run.hits for run in now.runs})
        if any(hits[rule] and RULES[rule].scope == "department" for rule in now.afresh.rules):
            return {}
        return dict(zip(header["marks"], lines, strict=True))
    except (OSError, ValueError, LookupError):
        return {}  # audits that are still known are written anew


def _header(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return json.loads(file.readline())


def _read(path: Path) -> _Kept:
    first, *lines = path.read_text("utf-8").split("\n")
    content = json.loads(first)
    told = content["afresh"]
    afresh = Afresh(told["version"], frozenset(told["departments"]), frozenset(told["rules"])) if told else None
    found = [finding_of(one) for line in lines if line for one in json.loads(line)]
    return _Kept(_version(path), Audit(tuple(sorted(found, key=worst_first)), tuple(Run(**run) for run in content["runs"]), afresh), content["marks"])


def finding_of(one: dict[str, Any]) -> Finding:
    """A finding out of its JSON."""
    kept = one["calculation"]
    calculation = Calculation(**{**kept, "terms": tuple(Term(**term) for term in kept["terms"])}) if kept else None
    return Finding(**{**one, "projects": tuple(one["projects"]), "cells": tuple(one["cells"]), "calculation": calculation})
