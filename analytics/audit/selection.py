"""Which findings belong to which projects, and which of them a filter leaves."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from analytics.audit.figures import normalised
from analytics.audit.finding import Finding
from analytics.metrics import Filters, Part, run
from analytics.store import Snapshot

Named = tuple[str | None, int | None, str]
NAMED = Part(("project_id", "department", "fiscal_year", "name"))


def project_id(finding: Finding) -> str:
    """The id of the project whose record a finding is about; of no project where it is about another record."""
    return hashlib.sha256(finding.record_key.encode()).hexdigest()[:12]


def finding_counts(findings: Iterable[Finding], projects: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Findings of each project by its id: those of its form, and those of other documents that name it."""
    listed = list(projects)
    counted = Counter(owners(findings, listed).values())
    return {row["project_id"]: counted[row["project_id"]] for row in listed}


def owners(findings: Iterable[Finding], projects: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The project that each finding is about, {key: project_id}; findings about none of these projects are left out."""
    listed = list(projects)
    known = {row["project_id"] for row in listed}
    named = {_named(row["department"], row["fiscal_year"], row["name"]): row["project_id"] for row in listed}
    found = ((one.key, _owner(one, known, named)) for one in findings)
    return {key: owner for key, owner in found if owner is not None}


def owners_in(snapshot: Snapshot, findings: Iterable[Finding]) -> dict[str, str]:
    """The project of the whole snapshot that each finding is about, as `owners` tells; only projects that findings name are looked up."""
    listed = list(findings)
    return owners(listed, named_by(listed, partial(run, snapshot, "named_projects")))


def named_by(findings: Iterable[Finding], ask: Callable[..., pd.DataFrame]) -> list[dict[str, Any]]:
    """The projects that findings may be about, rows of `named_projects` (which `ask` asks for, by ids or by departments).

    Those of a finding's own id; where it has none, all of its department, for names are compared without white space.
    """
    listed = [(project_id(one), one) for one in findings]
    rows = ask(ids=tuple(sorted({own for own, _ in listed})))
    known = set(rows["project_id"])
    departments = {one.department or NO_DEPARTMENT for own, one in listed if own not in known and one.project}
    more = ask(departments=tuple(sorted(departments))) if departments else rows[:0]
    return [*rows.to_dict("records"), *more.to_dict("records")]


NO_DEPARTMENT = chr(30)
"""Stands for the department of projects that name none, in what named_projects is asked."""


def by_project(snapshot: Snapshot, findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """The findings about each project that has any, in their order, by project_id."""
    listed = list(findings)
    return _gathered(listed, owners_in(snapshot, listed))


def _gathered(findings: Iterable[Finding], owned: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    gathered: dict[str, list[Finding]] = {}
    for one in findings:
        if one.key in owned:
            gathered.setdefault(owned[one.key], []).append(one)
    return {project_id: tuple(found) for project_id, found in gathered.items()}


def in_department(snapshot: Snapshot, findings: Iterable[Finding], department: str | None) -> dict[str, tuple[Finding, ...]]:
    """The findings about each project of one department (None: of none), in their order, by project_id."""
    listed = list(findings)
    within = Filters(departments=(department,)) if department else Filters()
    return _gathered(listed, owners(listed, run(snapshot, "project_list", within, part=NAMED).to_dict("records")))


def _owner(finding: Finding, known: set[str], named: Mapping[Named, str]) -> str | None:
    own = project_id(finding)
    if own in known or not finding.project:
        return own if own in known else None
    return named.get(_named(finding.department, finding.fiscal_year, finding.project))


def _named(department: str | None, year: Any, name: str | None) -> Named:
    return (department, None if year is None or year != year else int(year), normalised(name if isinstance(name, str) else None))


def selected(
    findings: Iterable[Finding], snapshot: Snapshot, filters: Filters, rule: str | None = None, family: str | None = None, severity: str | None = None
) -> list[Finding]:
    """The findings that a rule, a family, a severity and the shared filters leave, in their order.

    A finding about a department stays where its scope fits, and where the filter asks for money, rates or words, only
    if it names a project that is left.
    """
    wanted = [one for one in findings if rule in (None, one.rule) and family in (None, one.family) and severity in (None, one.severity)]
    if not filters.as_mapping():
        return wanted
    left = run(snapshot, "project_list", filters, part=NAMED)
    ids = set(left["project_id"])
    names = {_named(*pair) for pair in zip(left["department"], left["fiscal_year"], left["name"])}
    return [one for one in wanted if _in_scope(one, filters) and (project_id(one) in ids or _names_one_of(one, names) or _of_scope_alone(one, filters))]


def _in_scope(one: Finding, filters: Filters) -> bool:
    pairs = ((one.fiscal_year, filters.years), (one.district, filters.districts), (one.department, filters.departments))
    return all(not chosen or value in chosen for value, chosen in pairs)


def _names_one_of(one: Finding, names: set[Named]) -> bool:
    return any(_named(one.department, one.fiscal_year, name) in names for name in (one.project, *one.projects) if name)


def _of_scope_alone(one: Finding, filters: Filters) -> bool:
    bounds = (filters.budget_min, filters.budget_max, filters.rate_min, filters.rate_max)
    return all(bound is None for bound in bounds) and not filters.search
