"""A snapshot audited again after some departments changed: what rests on the others is taken over from the audit before.

Sound because a rule of scope "department" says of a department what it says of it alone, and a record never changes: a
department of which two snapshots hold the same records has the same findings in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.audit.cards import RULES
from analytics.audit.desk import Desk
from analytics.audit.finding import Afresh, Audit
from analytics.audit.runner import findings, run_rule, worst_first
from analytics.store import Snapshot

DEPARTMENTS = Path(__file__).with_name("departments.sql").read_text("utf-8")
MOST = 0.5
"""Share of the departments from which on everything is found anew."""


def department_marks(snapshot: Snapshot) -> dict[str, str]:
    """What a snapshot holds of each department, as marks; an empty text stands for records of none."""
    found = snapshot.table(DEPARTMENTS)
    return dict(zip(found["department"].to_pylist(), found["mark"].to_pylist()))


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str] | None:
    """The departments that differ between two snapshots; None where they are so many that everything is found anew."""
    differing = frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return None if len(differing) > MOST * len(now) else differing


def audit_again(connection: duckdb.DuckDBPyConnection, before: Audit, version: str, departments: frozenset[str]) -> Audit:
    """The audit of a snapshot that differs from that of `version`, audited before, in these departments alone.

    A rule that could not run before, or cannot run now, has nothing to take over.
    """
    could_not = {run.rule for run in before.not_run}
    everywhere = {card.id for card in RULES.values() if card.scope == "all" or card.id in could_not}
    part, whole = Desk(connection, departments), Desk(connection, ready=False)
    try:
        outcomes = [run_rule(whole if card.id in everywhere else part, card) for card in RULES.values()]
        everywhere.update(run.rule for run, _ in outcomes if run.because)
        afresh = Afresh(version, departments, frozenset(everywhere))
        kept = [one for one in before.findings if not afresh.covers(one.rule, one.department)]
        taken_over = Counter(one.rule for one in kept)
        runs = tuple(replace(run, hits=run.hits + taken_over[run.rule]) for run, _ in outcomes)
        found = findings(part, [pair for _, hits in outcomes for pair in hits])
        return Audit(tuple(sorted([*kept, *found], key=worst_first)), runs, afresh)
    finally:
        part.close()
        whole.close()
