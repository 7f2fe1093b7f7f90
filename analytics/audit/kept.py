"""Findings of a stored snapshot: found once a version, then read from beside the snapshot file.

The file beside is named after the version and the rules as they are, so that it can never be stale.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.audit.finding import Audit, Calculation, Finding, Run, Term
from analytics.audit.runner import audit, rules_mark
from analytics.store import Snapshot

logger = logging.getLogger(__name__)
_finding = threading.Lock()


def audit_of(snapshot: Snapshot) -> Audit:
    """All findings of a stored snapshot."""
    return _audit_of(snapshot.path, snapshot.path.stat().st_mtime_ns, snapshot)


@lru_cache(maxsize=4)
def _audit_of(path: Path, _written: int, snapshot: Snapshot) -> Audit:
    kept = path.with_name(f"{path.stem.replace('snapshot-', 'findings-')}-{rules_mark()}.json")
    with _finding:
        if kept.exists():
            return _read(kept)
        found = audit(snapshot.connection)
        try:
            _keep(kept, found)
        except OSError:
            logger.warning("findings could not be kept beside %s", path)  # a store that may only be read is still answered
        return found


def _keep(path: Path, found: Audit) -> None:
    """Write beside and rename; findings of versions and rules that are gone are removed."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".findings-", delete=False) as file:
        file.write(json.dumps({"findings": found.findings, "runs": found.runs}, ensure_ascii=False, default=vars))  # dump() and asdict() take ten times as long
    os.replace(file.name, path)
    for old in path.parent.glob("findings-*.json"):
        if old != path and (rules_mark() not in old.name or not _snapshot_beside(old).exists()):
            old.unlink(missing_ok=True)


def _snapshot_beside(path: Path) -> Path:
    return path.with_name(f"snapshot-{path.stem.split('-')[1]}.duckdb")


def _read(path: Path) -> Audit:
    content = json.loads(path.read_text("utf-8"))
    return Audit(tuple(map(finding_of, content["findings"])), tuple(Run(**run) for run in content["runs"]))


def finding_of(one: dict[str, Any]) -> Finding:
    """A finding out of its JSON."""
    kept = one["calculation"]
    calculation = Calculation(**{**kept, "terms": tuple(Term(**term) for term in kept["terms"])}) if kept else None
    return Finding(**{**one, "projects": tuple(one["projects"]), "cells": tuple(one["cells"]), "calculation": calculation})
