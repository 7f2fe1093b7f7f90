"""Which projects an error is about: the little that every page asks of an audit, kept beside the findings and read in milliseconds.

A file is named after the version and the rules as they are, and written once the cases are in line with both: where it
is, the audit of this version is done. What persons said of the findings since is looked up in the ledger.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path

from analytics.audit.case import finding_in
from analytics.audit.finding import Audit, Finding
from analytics.audit.kept import beside, drop_others
from analytics.audit.rule_records import hints
from analytics.audit.selection import owners_in
from analytics.metrics.runner import Contradicted
from analytics.store import Snapshot, Store, case_ledger

logger = logging.getLogger(__name__)
NAME = "doubted"
SCORE_FIELDS = ("执行率得分", "总分", "分值合计", "自评得分", "得分", "指标得分")
NO_FAULT = ("false", "scope")
"""Verdicts after which a finding contradicts nothing any more: 不属实, 口径差异."""
_MOST = 4


@dataclass(frozen=True)
class Doubted:
    """Every finding of severity error that the cases of a version hold and that is about a project; lists of one length."""

    keys: tuple[str, ...]
    rules: tuple[str, ...]
    projects: tuple[str, ...]  # ids
    scores: tuple[bool, ...]  # whether it is the score that it is about, and not the money


_held: OrderedDict[tuple[Path, int], Doubted] = OrderedDict()


def known(snapshot: Path) -> bool:
    """Whether the audit of the version in this file is done and the cases follow it; told without asking any database."""
    return _file(snapshot).exists() or any(file == _file(snapshot) for file, _ in _held)


def doubted(snapshot: Snapshot) -> Doubted | None:
    """What was kept of a version; None before its audit is done."""
    place, file = _place(snapshot.path), _file(snapshot.path)
    if place not in _held and file.exists():
        try:
            _hold(place, Doubted(**{name: tuple(listed) for name, listed in json.loads(file.read_bytes()).items()}))
        except (OSError, ValueError, TypeError):
            logger.exception("%s cannot be read", file.name)
            file.unlink(missing_ok=True)
    return _held.get(place)


def keep(store: Store, snapshot: Snapshot, found: Audit) -> Doubted:
    """Keep what pages ask of an audit with which the cases are in line."""
    errors = list(takewhile(lambda one: one.severity == "error", found.findings))  # they are worst first
    errors += _not_looked_at(store, snapshot, found)
    owned = owners_in(snapshot, errors)
    listed = [(one.key, one.rule, owned[one.key], about_score(one)) for one in errors if one.key in owned]
    kept = Doubted(*(tuple(column) for column in zip(*listed))) if listed else Doubted((), (), (), ())
    try:
        _hold(_place(snapshot.path), kept)
        _write(_file(snapshot.path), kept)
    except OSError:  # a store that may only be read is still answered; a version that has gone meanwhile needs nothing more
        logger.warning("what pages ask of the audit could not be kept beside %s", snapshot.path)
    return kept


def standing(store: Store, found: Doubted) -> Contradicted:
    """The projects contradicted in money and in score, after what persons said of the findings and of the rules; sorted by id."""
    with store.understandable(), store.ledger.engine.connect() as connection:
        judged, off = case_ledger.judged(connection), set(case_ledger.switched_off(connection))
    silent = off | hints(judged)
    dismissed = {row.key for row in judged if row.verdict in NO_FAULT}
    money, score = set(), set()
    for key, rule, project, scored in zip(found.keys, found.rules, found.projects, found.scores):
        if rule not in silent and key not in dismissed:
            (score if scored else money).add(project)
    return Contradicted(tuple(sorted(money)), tuple(sorted(score)))


def about_score(finding: Finding) -> bool:
    """Whether it is the score that the finding is about, and not the money."""
    return finding.field.rpartition("：")[2] in SCORE_FIELDS


def _not_looked_at(store: Store, snapshot: Snapshot, found: Audit) -> Iterable[Finding]:
    """Errors whose cases stand although they were not found again: their rule could not run, or their records cannot be read."""
    rules = [run.rule for run in (found.runs if snapshot.damaged else found.not_run)]
    with store.understandable(), store.ledger.engine.connect() as connection:
        present = case_ledger.present_of(connection, rules)
        there = {one.key for one in found.findings} if present else set()
        contents = case_ledger.contents(connection, [key for key in present if key not in there])
    return [one for one in map(finding_in, contents.values()) if one.severity == "error"]


# ---- the file


def _place(snapshot: Path) -> tuple[Path, int]:
    return _file(snapshot), snapshot.stat().st_mtime_ns


def _file(snapshot: Path) -> Path:
    return beside(snapshot, NAME)


def _hold(place: tuple[Path, int], kept: Doubted) -> None:
    _held[place] = kept
    while len(_held) > _MOST:
        _held.popitem(last=False)


def _write(path: Path, kept: Doubted) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{NAME}-", delete=False) as file:
        json.dump(asdict(kept), file)
    os.replace(file.name, path)
    drop_others(path, NAME)
