"""Which projects' figures are contradicted: what the audit tells the metrics, so that every page marks the same ones.

A finding of severity error contradicts the score of its project where its field is one of the score's own parts, and
the money and the rate otherwise. Warnings and notes weaken a figure; they do not contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable

from analytics.audit.case import Case
from analytics.audit.casebook import Casebook
from analytics.audit.doubted import NO_FAULT, about_score, standing
from analytics.audit.finding import Finding
from analytics.audit.selection import by_project
from analytics.metrics.runner import Contradicted
from analytics.store import Snapshot, Store


def upheld(cases: Iterable[Case]) -> list[Finding]:
    """The findings that the current data hold and that nobody has judged to be no fault, those closed with the fault still in the form among them."""
    return [case.finding for case in cases if case.present and case.verdict not in NO_FAULT]


def contradicted_in(store: Store) -> Contradicted:
    """The projects of the current snapshot whose figures an upheld finding contradicts: the same marks for everybody."""
    whole = store.whole
    return standing(whole, Casebook(whole).doubted())


def contradicted(snapshot: Snapshot, findings: Iterable[Finding]) -> Contradicted:
    """The projects of the snapshot that these findings contradict, sorted by id."""
    found = by_project(snapshot, [one for one in findings if one.severity == "error"])
    score = (project_id for project_id, errors in found.items() if any(map(about_score, errors)))
    money = (project_id for project_id, errors in found.items() if not all(map(about_score, errors)))
    return Contradicted(tuple(sorted(money)), tuple(sorted(score)))
